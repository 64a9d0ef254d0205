import { prepared, SharedReads, type Database } from '#event-store';
import type { FilingEnded, FilingKind } from '#contracts';
import { isSamePool, reaches, RegionCode } from '#kernel';
import type { InputSignature } from '../messages/index.js';
import { mayPay, type SharedAccount } from './shared-account.js';

export interface InsuredPerson {
  readonly psnNo: string;
  readonly sealedName: string;
  readonly sealedIdNumber: string;
  readonly idNumberHash: string;
  readonly sex: string;
  readonly birthDate: string;
  readonly insuredRegion: string;
  /** Where the person was first told to be insured. */
  readonly firstRegion: string;
  readonly insuranceType: string;
  readonly personType: string;
  readonly civilServant: boolean;
  readonly insuranceStatus: string;
  readonly insuredSince: string;
  readonly accountBalance: string;
  /** 认定病种, the main one first; null where the place of insurance does not tell (SET-11). */
  readonly chronicDiseases: readonly RecognisedDisease[] | null;
  /** 退休日期, 人员身份 and 连续未报销年数; null where the place of insurance does not tell. */
  readonly retiredOn: string | null;
  readonly identities: readonly HeldIdentity[] | null;
  readonly unclaimedYears: number | null;
}

/** 人员身份 psn_idet_type (低保, 特困, …), from and to these days inclusive. */
export interface HeldIdentity {
  readonly code: string;
  readonly level?: string;
  readonly from: string;
  readonly to: string | null;
}

/** 门诊慢特病待遇认定 of one disease, from and to these days inclusive. */
export interface RecognisedDisease {
  readonly code: string;
  readonly from: string;
  readonly to: string | null;
}

type GrantedDisease = RecognisedDisease & { readonly reviewedBy: string | null };

export interface Institution {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly kind: 'hospital' | 'pharmacy';
  readonly settlementLevel: 1 | 2 | 3;
  readonly open: boolean;
  /** What benefit tables distinguish, in their words (specialised, community, tcm). */
  readonly marks: readonly string[];
  readonly transport: 'csb' | 'x-tif' | 'apikey' | 'oauth' | 'network';
  /** Key and secret are empty where the line says who it is. */
  readonly accessKey: string;
  readonly sealedSecret: string;
  /** 专线网段 of an institution that signs nothing; null of any other. */
  readonly networks: readonly string[] | null;
  /** 报文密钥: key of the SM4 cipher text it sends as `input`; null where it sends none. */
  readonly sealedInputKey: string | null;
  /** How it signs `input` in `cainfo`; null where that is not looked at. */
  readonly inputSignature: InputSignature | null;
  /** Whether its fund_pay_sumamt has the personal account in it (interface 6.10). */
  readonly accountInFunds: boolean;
}

/** For the visits in an institution; left out where it has none. */
export const institutionMarksOf = ({
  marks,
}: Pick<Institution, 'marks'>): { readonly institutionMarks?: readonly string[] } =>
  marks.length === 0 ? {} : { institutionMarks: marks };

export interface KnownFiling {
  readonly filingId: string;
  /** 参保地 that granted it. */
  readonly insuredRegion: string;
  readonly kind: FilingKind;
  readonly destination: string;
  readonly byPromise: boolean;
  /** Of a promise, as long as its documents have not come (REG-09). */
  readonly documentsOwed: boolean;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly endedOn: string | null;
  readonly endedCause: FilingEnded['cause'] | null;
}

const PERSON = `psn_no as "psnNo", name as "sealedName", id_number as "sealedIdNumber",
  id_number_hash as "idNumberHash", sex, birth_date::text as "birthDate",
  insured_region as "insuredRegion", first_region as "firstRegion", insurance_type as "insuranceType", person_type as "personType",
  civil_servant as "civilServant", insurance_status as "insuranceStatus", insured_since::text as "insuredSince",
  account_balance::text as "accountBalance", chronic_diseases as "chronicDiseases",
  retired_on::text as "retiredOn", identities, unclaimed_years as "unclaimedYears"`;

const PERSONS = prepared(`select ${PERSON} from insured_person where psn_no = any($1)`);

const PERSONS_BY_HASH = prepared(`select found.key, ${PERSON} from (
     select id_number_hash as key, psn_no from insured_person where id_number_hash = any($1)
     union select credential_hash, psn_no from person_credential where credential_hash = any($1)) as found
   join insured_person using (psn_no) order by insurance_status, psn_no`);

const FILINGS =
  prepared(`select psn_no as key, filing_id as "filingId", insured_region as "insuredRegion", kind, destination, by_promise as "byPromise",
    documents_owed as "documentsOwed", valid_from::text as "validFrom", valid_to::text as "validTo",
    ended_on::text as "endedOn", ended_cause as "endedCause" from filing where psn_no = any($1)
  order by valid_from desc, filing_id`);

const GRANTED = prepared(`select psn_no as key, reviewed_by as "reviewedBy", details->>'diseaseCode' as code,
    coalesce(details->>'beginsOn', filed_on::text) as "from", details->>'endsOn' as "to"
   from read_declarations.declaration
  where psn_no = any($1) and kind = 'chronic' and outcome = 'approved' and withdrawn_on is null order by declaration_no`);

const INSTITUTION = `select code, name, region, kind, settlement_level as "settlementLevel", open, marks, transport,
  access_key as "accessKey", secret as "sealedSecret", networks, input_key as "sealedInputKey", input_signature as "inputSignature",
  account_in_funds as "accountInFunds" from institution`;

/** Institutions change by hand, a few a day; the gateway asks for one on every message. */
const INSTITUTION_FRESH_MS = 2_000;

/** Whom the gateway knows: institutions, insured persons, their filings. Messages that ask at the same moment share a statement. */
export class Directory {
  private readonly institutions = new Map<string, { readonly at: number; readonly found: Institution }>();
  private readonly institutionReads: SharedReads<string, Institution>;
  private readonly personReads: SharedReads<string, InsuredPerson>;
  private readonly hashReads: SharedReads<string, readonly InsuredPerson[]>;
  private readonly filingReads: SharedReads<string, readonly KnownFiling[]>;
  private readonly grantedReads: SharedReads<string, readonly GrantedDisease[]>;

  constructor(private readonly db: Database) {
    const by =
      <R extends object>(sql: string, keyOf: (row: R) => string) =>
      async (keys: readonly string[]): Promise<ReadonlyMap<string, R>> =>
        new Map((await db.read<R>(sql, [keys])).map((row) => [keyOf(row), row]));
    this.institutionReads = new SharedReads(by<Institution>(`${INSTITUTION} where code = any($1)`, ({ code }) => code));
    this.personReads = new SharedReads(by<InsuredPerson>(PERSONS, ({ psnNo }) => psnNo));
    this.hashReads = new SharedReads(async (hashes) =>
      listed(await db.read<InsuredPerson & Keyed>(PERSONS_BY_HASH, [hashes])),
    );
    this.filingReads = new SharedReads(async (psnNos) => listed(await db.read<KnownFiling & Keyed>(FILINGS, [psnNos])));
    this.grantedReads = new SharedReads(async (psnNos) =>
      listed(await db.read<GrantedDisease & Keyed>(GRANTED, [psnNos])),
    );
  }

  async institution(code: string): Promise<Institution | null> {
    const known = this.institutions.get(code);
    const at = performance.now();
    if (known !== undefined && at - known.at < INSTITUTION_FRESH_MS) return known.found;
    const found = (await this.institutionReads.of(code)) ?? null;
    // Codes that are nobody's are not kept: they are asked for before any signature, and there is no end of them.
    if (found !== null) this.institutions.set(code, { at, found });
    return found;
  }

  /** Institutions that fetch tokens under a client id; those of one group may share it. */
  oauthClients(clientId: string): Promise<readonly Institution[]> {
    return this.db.read<Institution>(
      `${INSTITUTION} where open and transport = 'oauth' and access_key = $1 limit 100`,
      [clientId],
    );
  }

  async person(psnNo: string): Promise<InsuredPerson | null> {
    return (await this.personReads.of(psnNo)) ?? null;
  }

  /** By id number or credential: the place of insurance is found from the person, not from the caller. */
  async personsByHash(hash: string): Promise<readonly InsuredPerson[]> {
    return (await this.hashReads.of(hash)) ?? [];
  }

  /** Codes of the diseases recognised on a day: those the place told, and declarations it has granted (2503); undefined where it does not tell. */
  async recognisedDiseases(person: InsuredPerson, day: string): Promise<readonly string[] | undefined> {
    if (person.chronicDiseases === null) return undefined;
    const granted = await this.grantedDiseases(person);
    const onThatDay = [...person.chronicDiseases, ...granted].filter(
      ({ from, to }) => from <= day && (to === null || day <= to),
    );
    return [...new Set(onThatDay.map(({ code }) => code))];
  }

  /** Chronic diseases whose declaration by a hospital the person's pool has granted (2503); a former pool's bind no other. */
  async grantedDiseases({ psnNo, insuredRegion }: InsuredPerson): Promise<readonly RecognisedDisease[]> {
    const granted = (await this.grantedReads.of(psnNo)) ?? [];
    return granted.filter(({ reviewedBy }) => reviewedBy === null || isSamePool(reviewedBy, insuredRegion));
  }

  /**
   * 共济: whose accounts this person may use on a day, in the order they were shared (SET-20): of owners who are payable
   * employees (SET-18) of the person's own clearing unit, for that unit pays the claim (CLR-01). Both may have changed since.
   */
  async familyAccounts(psnNo: string, day: string): Promise<readonly string[]> {
    const found = await this.db.read<SharedAccount>(
      `select f.owner_psn_no as owner, o.insurance_type as "insuranceType", o.insured_region as region,
              m.insured_region as "memberRegion"
         from family_account f join insured_person o on o.psn_no = f.owner_psn_no
         join insured_person m on m.psn_no = f.member_psn_no
        where f.member_psn_no = $1 and f.valid_from <= $2 and (f.valid_to is null or $2 <= f.valid_to)
          and o.insurance_status = '1'
        order by f.valid_from, f.owner_psn_no`,
      [psnNo, day],
    );
    return [...new Set(found.filter(mayPay).map(({ owner }) => owner))];
  }

  /** Whether the person has filed for the institution's place, whenever that was (SEC-01). */
  async hasFiledFor(psnNo: string, { region }: Pick<Institution, 'region'>): Promise<boolean> {
    const place = RegionCode.of(region);
    return (await this.filings(psnNo)).some(({ destination }) => reaches(destination, place));
  }

  /** Whether the person was treated in the institution. It looks through all of its claims: ask whatever else may do first. */
  async wasTreatedIn(psnNo: string, { code }: Pick<Institution, 'code'>): Promise<boolean> {
    const seen = await this.db.read(
      `select 1 from read_stays.stay where psn_no = $1 and institution_code = $2
       union all select 1 from read_claims.claim where psn_no = $1 and institution_code = $2 limit 1`,
      [psnNo, code],
    );
    return seen.length > 0;
  }

  async filings(psnNo: string): Promise<readonly KnownFiling[]> {
    return (await this.filingReads.of(psnNo)) ?? [];
  }
}

interface Keyed {
  readonly key: string;
}

/** Rows by their key, each key's in the order they came. */
function listed<R extends Keyed>(rows: readonly R[]): ReadonlyMap<string, readonly Omit<R, 'key'>[]> {
  const byKey = new Map<string, Omit<R, 'key'>[]>();
  for (const { key, ...row } of rows) {
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [row]);
    else known.push(row);
  }
  return byKey;
}
