import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type WriteOutcome } from '#event-store';
import type { ActFacts } from '#http';
import { Money, type BusinessDate, type ClearingMonth, type Rejection } from '#kernel';
import { EVENT_STORE } from '#service';
import { decidePayHospital, hospitalPaymentRef, type HospitalPaid } from '../domain/hospital-payment.js';
import { HospitalMonths } from '../queries/hospital-months.js';

export type Paid = Pick<HospitalPaid, 'institutionCode' | 'month' | 'amount'>;

/** 拨付登记 by the agency of the place of care (REC-03). */
export class PayHospitalCommand extends Command<WriteOutcome<Paid>> {
  constructor(
    readonly payment: Omit<HospitalPaid, 'late' | 'month'> & { readonly month: ClearingMonth },
    readonly facts: ActFacts,
  ) {
    super();
  }
}

@CommandHandler(PayHospitalCommand)
export class PayHospitalHandler implements ICommandHandler<PayHospitalCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly months: HospitalMonths,
  ) {}

  async execute({ payment, facts }: PayHospitalCommand): Promise<WriteOutcome<Paid>> {
    const today = facts.metadata.businessDate as BusinessDate;
    const found = await this.months.of(payment, today);
    if (!found.ok) return { kind: 'refused', rejection: found.rejection, replayed: false };
    const [line] = found.value;
    if (line === undefined) return { kind: 'refused', rejection: NOTHING, replayed: false };
    const others = await this.months.others(payment);
    const ref = hospitalPaymentRef(payment.institutionCode);
    return this.store.write<Paid>({
      ...{ streams: [ref], ...facts },
      decide: (states): Decision<Paid> => {
        const { confirmed, payBy } = line;
        const amounts = { amount: Money.of(payment.amount), confirmed: Money.of(confirmed) };
        const command = { ...payment, ...amounts, ...others, payBy, today };
        const decided = decidePayHospital(command, states.of(ref));
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const { institutionCode, month, amount } = payment;
        const events = decided.value.map((event) => ({ streamId: ref.id, event }));
        return { kind: 'accepted', answer: { institutionCode, month, amount }, events };
      },
    });
  }
}

/** Also for an institution of another province: whose it is, is nobody's business (SEC-01). */
const NOTHING: Rejection = {
  ...{ code: 'payment.nothing', rule: 'REC-03', fields: ['institutionCode', 'month'] },
  message: '该机构当月没有本地应拨付的跨省费用',
};
