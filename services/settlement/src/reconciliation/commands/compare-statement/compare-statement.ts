import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision } from '#event-store';
import { clearingUnitOf, ok, reject, RegionCode, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { resultOf } from '../../../hospital-gateway/answers.js';
import { accepted, idempotencyOf, metadataOf, refused, type CheckedCall } from '../../../hospital-gateway/call.js';
import type { Institution } from '../../../hospital-gateway/directory/directory.js';
import { clearingAgencyOf, type StatementRequest } from '../../../hospital-gateway/messages/index.js';
import {
  decideStatement,
  sameTotals,
  statementRef,
  type CompareStatement,
  type StatementTotals,
} from '../../domain/statement.js';
import { asKept, asTold } from '../../domain/told-funds.js';

export interface ComparedStatement {
  readonly [key: string]: string | boolean;
  readonly agency: string;
  readonly balanced: boolean;
  readonly description: string;
}

/** 3201 医药机构费用结算对总账. */
export class CompareStatementCommand extends Command<Result<ComparedStatement>> {
  constructor(readonly call: CheckedCall<StatementRequest>) {
    super();
  }
}

@CommandHandler(CompareStatementCommand)
export class CompareStatementHandler implements ICommandHandler<CompareStatementCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ call }: CompareStatementCommand): Promise<Result<ComparedStatement>> {
    const command = await this.commandOf(call);
    const { request, institution } = call;
    const agency = agencyAsked(request.agency, institution.region);
    const month = request.from.slice(0, 7);
    const { insuranceType, clearing } = request;
    const statement = statementRef(institution.code, insuranceType, clearing.type, month);
    const outcome = await this.store.write<ComparedStatement>({
      streams: [statement],
      idempotency: idempotencyOf(call),
      metadata: metadataOf(call),
      decide: (states): Decision<ComparedStatement> => {
        if (!agency.ok) return refused(agency.rejection);
        const events = decideStatement(command, states.of(statement));
        return accepted(
          answerOf(command, agency.value, institution),
          events.map((event) => ({ streamId: statement.id, event })),
        );
      },
    });
    return resultOf(outcome);
  }

  /** What we have settled with the institution in the period; refunds count unless the hospital leaves them out. */
  private async commandOf({
    request,
    institution,
    businessDate,
  }: CheckedCall<StatementRequest>): Promise<CompareStatement> {
    const rows = await this.store.database.read<{ claimIds: string[] } & StatementTotals>(
      `select count(*)::text as settlements, coalesce(sum(total), 0)::numeric(18,2)::text as total,
              coalesce(sum(fund_total), 0)::numeric(18,2)::text as "fundTotal",
              coalesce(sum(account), 0)::numeric(18,2)::text as "accountTotal",
              coalesce(array_agg(claim_id order by claim_id), '{}') as "claimIds"
         from read_claims.claim
        where institution_code = $1 and insurance_type = $2 and clearing_category = $3
          and settled_on between $4 and $5 and ($6 or (refund_of is null and refunded_by is null))`,
      [
        institution.code,
        request.insuranceType,
        request.clearing.type,
        request.from,
        request.to,
        request.includesRefunds,
      ],
    );
    const { claimIds, settlements, total, fundTotal, accountTotal } = rows[0] as NonNullable<(typeof rows)[0]>;
    const said = { fundTotal: request.fundTotal.toString(), account: request.accountTotal.toString() };
    const kept = asKept(said, institution);
    return {
      institutionCode: institution.code,
      receiver: clearingUnitOf(RegionCode.of(institution.region)),
      insuranceType: request.insuranceType,
      clearingCategory: request.clearing.type,
      from: request.from,
      to: request.to,
      on: businessDate,
      ours: { settlements, total, fundTotal, accountTotal },
      theirs: {
        settlements: String(request.settlements),
        total: request.total.toString(),
        fundTotal: kept.fundTotal,
        accountTotal: kept.account,
      },
      claimIds,
    };
  }
}

/**
 * The agency a hospital may reconcile with: its city's (市本级), or its own district, which some places name instead (6.14 of
 * the interface). Each answers for its own statements.
 */
export function agencyAsked(asked: string | undefined, institutionRegion: string): Result<string> {
  const city = clearingAgencyOf(RegionCode.of(institutionRegion));
  if (asked === undefined || asked === city) return ok(city);
  if (asked === institutionRegion) return ok(asked);
  return reject('statement.other-agency', 'REC-03', `结算经办机构(setl_optins)应为${city}`, ['setl_optins']);
}

function answerOf(
  { ours, theirs }: CompareStatement,
  agency: string,
  institution: Pick<Institution, 'accountInFunds'>,
): ComparedStatement {
  const balanced = sameTotals(ours, theirs);
  const { fundTotal, account } = asTold({ fundTotal: ours.fundTotal, account: ours.accountTotal }, institution);
  const difference = `不平：中心${ours.settlements}笔、总费用${ours.total}、基金${fundTotal}、个人账户${account}`;
  return { agency, balanced, description: balanced ? '平账' : difference };
}
