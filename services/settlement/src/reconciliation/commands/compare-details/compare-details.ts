import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type DomainEvent, type StreamDefinition, type StreamRef } from '#event-store';
import { clearingUnitOf, ok, RegionCode, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { resultOf } from '../../../hospital-gateway/answers.js';
import { accepted, idempotencyOf, metadataOf, type CheckedCall } from '../../../hospital-gateway/call.js';
import { ExchangeFiles, expiryOf } from '../../../hospital-gateway/files/exchange-files.js';
import { unzipOne, zipOf } from '../../../hospital-gateway/files/zip.js';
import { decodeText, type DetailsRequest } from '../../../hospital-gateway/messages/index.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import { confirmClaims, statementsOf, type Confirmation } from '../../domain/confirmations.js';
import {
  compareDetails,
  readDetailFile,
  refuseOtherTotals,
  resultFile,
  type ComparedDetail,
  type OurClaim,
  type TheirClaim,
} from '../../domain/statement-details.js';
import { asTold } from '../../domain/told-funds.js';
import { claimsOf } from '../../queries/claims-of-institution/claims-of-institution.js';
import { agencyAsked } from '../compare-statement/compare-statement.js';

type DetailEvent = DomainEvent<
  'StatementDetailsCompared',
  {
    readonly institutionCode: string;
    readonly clearingCategory: string;
    readonly from: string;
    readonly to: string;
    readonly fileNo: string;
    readonly resultFileNo: string;
    /** Rows by outcome: equal, the centre has more, the hospital has more, different. */
    readonly rows: readonly [string, string, string, string];
  }
>;

/** 对明细账 Comparisons of one institution, category and month; what they confirmed stands with its statements. */
const definition: StreamDefinition<null, DetailEvent> = {
  category: 'statement-details',
  initialState: () => null,
  evolve: () => null,
};
const detailsRef = (institution: string, category: string, month: string): StreamRef<null> => ({
  id: `statement-details-${institution}-${category}-${month}`,
  definition,
});

export interface ComparedDetails {
  readonly [key: string]: string;
  readonly fileNo: string;
  readonly filename: string;
  readonly expiresOn: string;
}

/** 3202 医药机构费用结算对明细账: the uploaded file against what was settled; with no difference its claims are confirmed. */
export class CompareDetailsCommand extends Command<Result<ComparedDetails>> {
  constructor(readonly call: CheckedCall<DetailsRequest>) {
    super();
  }
}

const RESULT_NAME = 'result.txt';
const OUTCOMES = ['0', '1', '2', '3'] as const;

@CommandHandler(CompareDetailsCommand)
export class CompareDetailsHandler implements ICommandHandler<CompareDetailsCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly files: ExchangeFiles,
  ) {}

  async execute({ call }: CompareDetailsCommand): Promise<Result<ComparedDetails>> {
    const { request, institution } = call;
    const agency = agencyAsked(request.agency, institution.region);
    if (!agency.ok) return agency;
    const theirs = await this.uploaded(call);
    if (!theirs.ok) return theirs;
    const { from, to, clearing, includesRefunds } = request;
    const period = { institutionCode: institution.code, clearingCategory: clearing.type, from, to };
    const ours = await claimsOf(this.store.database, period, includesRefunds);
    const told = ours.map((claim) => asTold(claim, institution));
    const rows = compareDetails(told, theirs.value);
    const { idempotencyKey, bodyHash } = call.envelope;
    const fileNo = numberFor(call.businessDate, 'statement-file', idempotencyKey, bodyHash);
    const content = zipOf({ name: RESULT_NAME, content: Buffer.from(resultFile(rows), 'utf8') });
    const filename = `${fileNo}.zip`;
    await this.files.keep({ fileNo, institutionCode: institution.code, filename, content }, call.businessDate);
    return this.record(call, { rows, ours, answer: { fileNo, filename, expiresOn: expiryOf(call.businessDate) } });
  }

  private async uploaded({
    request,
    institution,
  }: CheckedCall<DetailsRequest>): Promise<Result<readonly TheirClaim[]>> {
    const file = await this.files.find(request.fileNo, institution.code);
    if (!file.ok) return file;
    const entry = unzipOne(file.value.content);
    if (!entry.ok) return entry;
    const text = decodeText(entry.value.content);
    if (!text.ok) return text;
    const rows = readDetailFile(text.value);
    return rows.ok ? (refuseOtherTotals(rows.value, request) ?? ok(rows.value)) : rows;
  }

  private async record(call: CheckedCall<DetailsRequest>, compared: Compared): Promise<Result<ComparedDetails>> {
    const { request, institution, businessDate } = call;
    const { from, to, clearing, fileNo } = request;
    const details = detailsRef(institution.code, clearing.type, from.slice(0, 7));
    const receiver = clearingUnitOf(RegionCode.of(institution.region));
    const confirmation: Confirmation = { institutionCode: institution.code, receiver, from, to, on: businessDate };
    const statements = statementsOf(confirmable(compared, clearing.type), confirmation);
    const { answer, rows } = compared;
    const counts = OUTCOMES.map((outcome) => String(rows.filter((row) => row.outcome === outcome).length));
    const outcome = await this.store.write<ComparedDetails>({
      streams: [details, ...statements.map(({ ref }) => ref)],
      idempotency: idempotencyOf(call),
      metadata: metadataOf(call),
      decide: (states): Decision<ComparedDetails> => {
        const data: DetailEvent['data'] = {
          ...{ institutionCode: institution.code, clearingCategory: clearing.type, from, to, fileNo },
          resultFileNo: answer.fileNo,
          rows: counts as unknown as DetailEvent['data']['rows'],
        };
        const event: DetailEvent = { type: 'StatementDetailsCompared', data };
        return accepted(answer, [{ streamId: details.id, event }, ...confirmClaims(statements, confirmation, states)]);
      },
    });
    return resultOf(outcome);
  }
}

interface Compared {
  readonly rows: readonly ComparedDetail[];
  readonly ours: readonly OurClaim[];
  readonly answer: ComparedDetails;
}

/** One row that differs confirms nothing: the list is confirmed as a whole (REC-03). */
function confirmable({ rows, ours }: Compared, clearingCategory: string) {
  if (rows.some(({ outcome }) => outcome !== '0')) return [];
  return ours.map(({ settlementId, ...claim }) => ({ ...claim, claimId: settlementId, clearingCategory }));
}
