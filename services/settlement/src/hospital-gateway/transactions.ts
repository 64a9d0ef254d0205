import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ok, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { FIELD_CIPHER } from '#service';
import { FileDeclarationCommand } from '../declaration/commands/file-declaration/file-declaration.js';
import { WithdrawDeclarationCommand } from '../declaration/commands/withdraw-declaration/withdraw-declaration.js';
import { CancelVisitCommand, DescribeVisitCommand } from '../visit/commands/describe-visit/describe-visit.js';
import { RecordLinesCommand } from '../visit/commands/fee-lines/record-lines.js';
import { WithdrawLinesCommand } from '../visit/commands/fee-lines/withdraw-lines.js';
import { OpenVisitCommand } from '../visit/commands/open-visit/open-visit.js';
import { RefundClaimCommand } from '../visit/commands/refund-claim/refund-claim.js';
import { SettleClaimCommand, type SettlementRequest } from '../visit/commands/settle-claim/settle-claim.js';
import type { SettledFor } from '../visit/commands/settle-claim/settled-answer.js';
import { SettlePurchaseCommand } from '../visit/commands/settle-purchase/settle-purchase.js';
import { unknownPerson } from './answers.js';
import type { CheckedCall } from './call.js';
import { SignInCommand, SignOutCommand } from './commands/sign-in/sign-in.js';
import { ReverseMessageCommand } from './commands/reverse-message/reverse-message.js';
import { Directory } from './directory/directory.js';
import type { CallFacts } from './handlers/handlers.js';
import { HandlerGroups, type GroupedHandlers } from './handlers/handler-groups.js';
import {
  credentialOfDocument,
  type BuyerAnswer,
  type BuyerRequest,
  type DeclarationAnswer,
  type IdentifyAnswer,
  type LinesAnswer,
  type LocalTime,
  type NoAnswer,
  type RefundRequest,
  type SettlementAnswer,
  type TransactionHandlers,
} from './messages/index.js';
import { lineAnswer, settlementAnswer } from './present.js';
import { IdentifyPersonQuery } from './queries/identify-person/identify-person.js';

const nothing = (result: Result<unknown>): Result<NoAnswer> => (result.ok ? ok(undefined) : result);

/** Claims in the words of the interface, with the person opened for the hospital that showed the credential. */
@Injectable()
export class ShownClaims {
  constructor(
    private readonly directory: Directory,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  async show(call: CheckedCall, settled: SettledFor, trial: boolean): Promise<Result<SettlementAnswer>> {
    const { answer } = settled;
    const person = settled.person ?? (await this.directory.person(answer.claim.psnNo));
    if (person === null) return unknownPerson();
    return ok(settlementAnswer(answer, { call, person, cipher: this.cipher, trial }));
  }
}

/** Every transaction served and the command or query behind it; answers are made into the interface's words here. */
@Injectable()
export class Transactions {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly shown: ShownClaims,
    groups: HandlerGroups,
  ) {
    this.handlers = { ...groups.handlers, ...this.ours };
  }

  readonly handlers: TransactionHandlers<CallFacts>;

  private readonly ours: Omit<TransactionHandlers<CallFacts>, keyof GroupedHandlers> = {
    '9001': async (request, facts) => {
      const signed = await this.commands.execute(new SignInCommand({ ...facts, request }));
      if (!signed.ok) return signed;
      const { signInNo, at } = signed.value;
      return ok({ signInNo, signedAt: at as LocalTime, answerNode: request.answerNode });
    },
    '9002': async (request, facts) => {
      const signed = await this.commands.execute(new SignOutCommand({ ...facts, request }));
      return signed.ok ? ok({ signedOutAt: signed.value.at as LocalTime }) : signed;
    },
    '1101': (request, facts) => this.identify({ ...facts, request }),
    '1160': (request, facts) => this.identify({ ...facts, request }),
    '1161': async (request, facts) => {
      const found = await this.identify({ ...facts, request });
      return found.ok ? ok({ ...found.value, shown: request.credential }) : found;
    },
    '2101': (request, facts) => this.purchase({ ...facts, request }, true),
    '2102': (request, facts) => this.purchase({ ...facts, request }, false),
    '2103': (request, facts) => this.refund({ ...facts, request }),
    '2161': (request, facts) => this.identifyBuyer({ ...facts, request }),
    '2201': async (request, facts) => {
      const call = { ...facts, request };
      const opened = await this.commands.execute(new OpenVisitCommand({ kind: 'outpatient', call }));
      if (!opened.ok) return opened;
      const { visitId, personNo } = opened.value;
      return ok({ visitId, personNo, hospitalVisitNo: request.hospitalVisitNo });
    },
    '2202': async (request, facts) =>
      nothing(await this.commands.execute(new CancelVisitCommand({ ...facts, request }))),
    '2203': (request, facts) => this.describe({ ...facts, request }),
    '2203A': (request, facts) => this.describe({ ...facts, request }),
    '2204': (request, facts) => this.recordLines({ ...facts, request }),
    '2205': (request, facts) => this.withdrawLines({ ...facts, request }),
    '2206': (request, facts) => this.settle({ kind: 'outpatient', call: { ...facts, request } }, true),
    '2206A': (request, facts) => this.settle({ kind: 'outpatient', call: { ...facts, request } }, true),
    '2207': (request, facts) => this.settle({ kind: 'outpatient', call: { ...facts, request } }, false),
    '2207A': (request, facts) => this.settle({ kind: 'outpatient', call: { ...facts, request } }, false),
    '2208': (request, facts) => this.refund({ ...facts, request }),
    '2301': (request, facts) => this.recordLines({ ...facts, request }),
    '2302': (request, facts) => this.withdrawLines({ ...facts, request }),
    '2303': (request, facts) => this.settle({ kind: 'inpatient', call: { ...facts, request } }, true),
    '2304': (request, facts) => this.settle({ kind: 'inpatient', call: { ...facts, request } }, false),
    '2305': (request, facts) => this.refund({ ...facts, request }),
    '2401': async (request, facts) => {
      const call = { ...facts, request };
      const opened = await this.commands.execute(new OpenVisitCommand({ kind: 'inpatient', call }));
      return opened.ok ? ok({ visitId: opened.value.visitId }) : opened;
    },
    '2501': (request, facts) => this.declare({ kind: 'referral', call: { ...facts, request } }),
    '2501A': (request, facts) => this.declare({ kind: 'referral', call: { ...facts, request } }),
    '2502': (request, facts) => this.withdraw('referral', { ...facts, request }),
    '2503': (request, facts) => this.declare({ kind: 'chronic', call: { ...facts, request } }),
    '2504': (request, facts) => this.withdraw('chronic', { ...facts, request }),
    '2505': (request, facts) => this.declare({ kind: 'designated-institution', call: { ...facts, request } }),
    '2506': (request, facts) => this.withdraw('designated-institution', { ...facts, request }),
    '2507': (request, facts) => this.declare({ kind: 'injury', call: { ...facts, request } }),
    '2601': async (request, facts) =>
      nothing(await this.commands.execute(new ReverseMessageCommand({ ...facts, request }))),
  };

  private identify(call: IdentifyPersonQuery['call']): Promise<Result<IdentifyAnswer>> {
    return this.queries.execute(new IdentifyPersonQuery(call));
  }

  /** The first enrolment is the one in force, and belongs to the person shown. */
  private async identifyBuyer({ request, ...facts }: CheckedCall<BuyerRequest>): Promise<Result<BuyerAnswer>> {
    const { documentNo, insuredArea } = request;
    const credential = credentialOfDocument(documentNo);
    const call = { ...facts, request: { credential, beginsAt: undefined } };
    const found = await this.queries.execute(new IdentifyPersonQuery(call, insuredArea));
    if (!found.ok) return found;
    const [enrolment] = found.value.enrolments;
    return enrolment === undefined ? unknownPerson() : ok({ person: found.value.person, enrolment });
  }

  private async describe(call: DescribeVisitCommand['call']): Promise<Result<NoAnswer>> {
    return nothing(await this.commands.execute(new DescribeVisitCommand(call)));
  }

  private async recordLines(call: RecordLinesCommand['call']): Promise<Result<LinesAnswer>> {
    const recorded = await this.commands.execute(new RecordLinesCommand(call));
    return recorded.ok ? ok({ lines: recorded.value.map(lineAnswer) }) : recorded;
  }

  private async withdrawLines(call: WithdrawLinesCommand['call']): Promise<Result<NoAnswer>> {
    return nothing(await this.commands.execute(new WithdrawLinesCommand(call)));
  }

  private async declare(filing: FileDeclarationCommand['filing']): Promise<Result<DeclarationAnswer>> {
    const declared = await this.commands.execute(new FileDeclarationCommand(filing));
    return declared.ok ? ok({ declarationNo: declared.value }) : declared;
  }

  private async withdraw(
    kind: WithdrawDeclarationCommand['kind'],
    call: WithdrawDeclarationCommand['call'],
  ): Promise<Result<NoAnswer>> {
    return nothing(await this.commands.execute(new WithdrawDeclarationCommand(kind, call)));
  }

  private async settle(settlement: SettlementRequest, trial: boolean): Promise<Result<SettlementAnswer>> {
    const settled = await this.commands.execute(new SettleClaimCommand(settlement, trial));
    return settled.ok ? this.shown.show(settlement.call, settled.value, trial) : settled;
  }

  private async purchase(call: SettlePurchaseCommand['call'], trial: boolean): Promise<Result<SettlementAnswer>> {
    const settled = await this.commands.execute(new SettlePurchaseCommand(call, trial));
    return settled.ok ? this.shown.show(call, { answer: settled.value, person: null }, trial) : settled;
  }

  private async refund(call: CheckedCall<RefundRequest>): Promise<Result<SettlementAnswer>> {
    const refunded = await this.commands.execute(new RefundClaimCommand(call));
    return refunded.ok ? this.shown.show(call, { answer: refunded.value, person: null }, false) : refunded;
  }
}
