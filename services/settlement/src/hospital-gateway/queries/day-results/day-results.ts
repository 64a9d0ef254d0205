import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { Money, ok, RegionCode, reject, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import { agencyAsked } from '../../../reconciliation/commands/compare-statement/compare-statement.js';
import type { CheckedCall } from '../../call.js';
import { Directory } from '../../directory/directory.js';
import type {
  DayResultsAnswer,
  DayResultsRequest,
  FailedReconciliationsAnswer,
  FailedReconciliationsRequest,
} from '../../messages/index.js';

/** Claims one answer of 3209A may hold. */
const MAX_CLAIMS = 500;

/** A difference of either side that nobody has closed. */
const UNBALANCED = `exists (select 1 from read_differences.difference d where d.closed_on is null and d.difference_id in (
  to_char(c.settled_on, 'YYYY-MM-DD') || '/care/' || c.receiver || '/' || c.claim_id,
  to_char(c.settled_on, 'YYYY-MM-DD') || '/insured/' || c.payer || '/' || c.claim_id))`;

/** Both sides' ledgers as they stand were compared, after the day was over: before, claims of the day may be missing. */
const COMPARED = `(select count(*) from ledger_upload u where u.business_date = c.settled_on
  and u.compared_revision = u.revision and u.compared_on > u.business_date
  and (u.side, u.unit) in (('care', c.receiver), ('insured', c.payer))) = 2`;

const OF_DAY = `select visit_id as "visitId", psn_no as "personNo", claim_id as "settlementId", message_id as "messageId",
    total::text, refunded, unbalanced
  from (select c.*, (refund_of is not null or refunded_by is not null) as refunded, ${UNBALANCED} as unbalanced,
               ${COMPARED} as compared
          from read_claims.claim c where institution_code = $1 and settled_on = $2
           and ($3::text is null or clearing_category = $3) and ($4::text is null or insurance_type = $4)) as told
 where (unbalanced or compared) and ($5::boolean is null or unbalanced = $5)
 order by claim_id limit $6 offset $7`;

const FAILED = `select claim_id as "settlementId", insured_region as "insuredArea" from read_claims.claim c
 where institution_code = $1 and settled_on between $2 and $3 and ($4::text is null or clearing_category = $4)
   and ${UNBALANCED} order by settled_on, claim_id limit ${MAX_CLAIMS + 1}`;

/** 就医类别 跨省异地, the only one settled here. */
const CROSS_PROVINCE = '4';

type FoundRow = Omit<DayResultsAnswer['rows'][number], 'personName' | 'total'> & { readonly total: string };

/** 日对账结果: what the daily comparison of three sides found of an institution's claims (REC-01). */
@Injectable()
export class DayResults {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    private readonly directory: Directory,
  ) {}

  /** 13203: claims of a day that was compared; one whose sides have not both reported has no result yet. */
  async ofDay({ request, institution }: CheckedCall<DayResultsRequest>): Promise<Result<DayResultsAnswer>> {
    const agency = agencyAsked(request.agency, institution.region);
    if (!agency.ok) return agency;
    const { day, clearing, insuranceType, unbalanced, page, pageSize, payLocation } = request;
    if (payLocation !== undefined && payLocation !== CROSS_PROVINCE) return ok({ agency: agency.value, rows: [] });
    const found = await this.store.database.read<FoundRow>(OF_DAY, [
      ...[institution.code, day, clearing?.type ?? null, insuranceType ?? null, unbalanced ?? null],
      ...[pageSize, (page - 1) * pageSize],
    ]);
    const names = await this.namesOf(found.map(({ personNo }) => personNo));
    const rows = found.map((row) => ({
      ...row,
      personName: names.get(row.personNo) ?? '',
      total: Money.of(row.total),
    }));
    return ok({ agency: agency.value, rows });
  }

  /** 3209A: claims of the period with a difference that is not closed. */
  async failed({
    request,
    institution,
  }: CheckedCall<FailedReconciliationsRequest>): Promise<Result<FailedReconciliationsAnswer>> {
    const agency = agencyAsked(request.agency, institution.region);
    if (!agency.ok) return agency;
    const { from, to, clearing } = request;
    const found = await this.store.database.read<{ settlementId: string; insuredArea: string }>(FAILED, [
      ...[institution.code, from, to, clearing?.type ?? null],
    ]);
    if (found.length > MAX_CLAIMS) {
      const message = `结果超过${MAX_CLAIMS}条，请缩短查询时间`;
      return reject('query.too-many', 'FORMAT', message, ['begndate', 'enddate']);
    }
    return ok({ claims: found.map((row) => ({ ...row, insuredArea: RegionCode.of(row.insuredArea) })) });
  }

  private async namesOf(personNos: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const persons = await Promise.all([...new Set(personNos)].map((psnNo) => this.directory.person(psnNo)));
    const known = persons.filter((person) => person !== null);
    return new Map(known.map(({ psnNo, sealedName }) => [psnNo, this.cipher.open('name', sealedName)]));
  }
}
