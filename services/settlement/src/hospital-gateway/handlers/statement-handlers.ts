import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { Money, ok, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import {
  ApplyForClearingCommand,
  WithdrawClearingCommand,
} from '../../reconciliation/commands/apply-clearing/apply-clearing.js';
import { CompareDetailsCommand } from '../../reconciliation/commands/compare-details/compare-details.js';
import { CompareStatementCommand } from '../../reconciliation/commands/compare-statement/compare-statement.js';
import { ConfirmListCommand, RollBackListCommand } from '../../reconciliation/commands/confirm-list/confirm-list.js';
import { monthPage } from '../../reconciliation/queries/claims-of-institution/month-list.js';
import type { CheckedCall } from '../call.js';
import { Directory } from '../directory/directory.js';
import {
  LIST_PAGE,
  type ClearingApplicationAnswer,
  type ClearingApplicationRequest,
  type ClearingWithdrawalRequest,
  type NoAnswer,
  type OutOfAreaListAnswer,
  type OutOfAreaListRequest,
} from '../messages/index.js';
import type { HandlersOf } from './handlers.js';

type Statements = '3201' | '3202' | '3203' | '3203A' | '3204' | '3204A' | '3260' | '3261' | '3262';

/** 对账, 清算申请, 异地清分: what a hospital confirms of its month (REC-03). */
@Injectable()
export class StatementHandlers {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  readonly handlers: HandlersOf<Statements> = {
    '3201': (request, facts) => this.commands.execute(new CompareStatementCommand({ ...facts, request })),
    '3202': (request, facts) => this.commands.execute(new CompareDetailsCommand({ ...facts, request })),
    '3203': (request, facts) => this.apply({ ...facts, request }),
    '3203A': (request, facts) => this.apply({ ...facts, request }),
    '3204': (request, facts) => this.withdraw({ ...facts, request }),
    '3204A': (request, facts) => this.withdraw({ ...facts, request }),
    '3260': (request, facts) => this.list({ ...facts, request }),
    '3261': async (request, facts) => {
      const confirmed = await this.commands.execute(new ConfirmListCommand({ ...facts, request }));
      return confirmed.ok ? ok({ referenceId: confirmed.value }) : confirmed;
    },
    '3262': async (request, facts) => {
      const undone = await this.commands.execute(new RollBackListCommand({ ...facts, request }));
      return undone.ok ? ok(undefined) : undone;
    },
  };

  private async apply(call: CheckedCall<ClearingApplicationRequest>): Promise<Result<ClearingApplicationAnswer>> {
    const applied = await this.commands.execute(new ApplyForClearingCommand(call));
    return applied.ok ? ok({ applicationNo: applied.value }) : applied;
  }

  private async withdraw(call: CheckedCall<ClearingWithdrawalRequest>): Promise<Result<NoAnswer>> {
    const withdrawn = await this.commands.execute(new WithdrawClearingCommand(call));
    return withdrawn.ok ? ok(undefined) : withdrawn;
  }

  private async list({
    request,
    institution,
  }: CheckedCall<OutOfAreaListRequest>): Promise<Result<OutOfAreaListAnswer>> {
    const { month, startRow } = request;
    const place = { institutionCode: institution.code, month };
    const found = await monthPage(this.store.database, place, { startRow, rows: LIST_PAGE });
    const numbers = new Map<string, string>();
    for (const psnNo of new Set(found.map((row) => row.psnNo))) {
      const person = await this.directory.person(psnNo);
      numbers.set(psnNo, person === null ? '' : this.cipher.open('id-number', person.sealedIdNumber));
    }
    const rows = found.map((row, index) => ({
      row: startRow + index,
      careArea: row.careRegion,
      institutionCode: institution.code,
      documentNo: numbers.get(row.psnNo) ?? '',
      visitId: row.visitId,
      settledAt: row.settledAt,
      settlementId: row.claimId,
      total: Money.of(row.total),
      insurancePaid: Money.of(row.insurancePaid),
    }));
    return ok({ rows });
  }
}
