import { CLEARING_UNITS, Money } from '#kernel';
import { AgencyRefused, type Agencies } from './agencies.js';

/** 紧急调增 of one pair as the place of care asked for it. Yuan as text. */
export interface PlantedIncrease {
  readonly increaseId: string;
  readonly month: string;
  readonly receiver: string;
  readonly payer: string;
  readonly amount: string;
}

interface Rate {
  readonly receiver: string;
  readonly payer: string | null;
  readonly cleared: string;
  readonly level: string;
}

const NATION = { service: 'prepayment', role: 'national-agency', unit: 'nation' } as const;

/** What provinces and nation do when an advance runs short (PRE-06, PRE-07, SEC-04). */
export class Increases {
  /** The one increase of the year. */
  planted: PlantedIncrease | null = null;
  /** The sentence with which a request below red was refused. */
  refusal: string | null = null;

  constructor(private readonly agencies: Agencies) {}

  /** The first place of care at red asks for what its largest payer owes for the month; one below red asks and is refused. */
  async ask(month: string): Promise<void> {
    const rates = await this.agencies.do<{ readonly rates: readonly Rate[] }>({
      ...{ ...NATION, method: 'GET', path: `/prepayment/months/${month}/rates` },
    });
    const places = rates.rates.filter(({ payer }) => payer === null);
    if (this.refusal === null) await this.askBelowRed(month, places);
    const red = places.find(({ level }) => level === 'red');
    const [largest] = rates.rates
      .filter(
        ({ receiver, payer, cleared }) =>
          receiver === red?.receiver && payer !== null && Money.of(cleared).isPositive(),
      )
      .sort((a, b) => Money.of(b.cleared).compare(Money.of(a.cleared)));
    if (this.planted !== null || largest?.payer == null) return;
    const { receiver, payer, cleared: amount } = largest;
    const { increaseId } = await this.request({ month, receiver, payer, amount });
    this.planted = { increaseId, month, receiver, payer, amount };
  }

  /** Both persons of the nation, then the payer and the place of care with their slips. */
  async grant(): Promise<void> {
    if (this.planted === null) return;
    const { increaseId, amount } = this.planted;
    const path = `/prepayment/increases/${increaseId}/grant`;
    await this.agencies.do({ ...NATION, method: 'POST', path, body: { amount } });
    await this.agencies.do({ ...NATION, method: 'POST', path: `${path}-approval`, person: 'second', body: { amount } });
  }

  async pay(on: string): Promise<void> {
    if (this.planted === null) return;
    const { increaseId, payer, receiver } = this.planted;
    const slip = { bank: '中国银行', serialNumber: increaseId };
    const report = (side: string, unit: string, day: object): Promise<unknown> =>
      this.agencies.do({
        ...{ method: 'POST', service: 'prepayment', path: `/prepayment/increases/${increaseId}/${side}` },
        ...{ role: 'provincial-finance', unit, body: { ...day, ...slip } },
      });
    await this.agencies.do({
      ...{ method: 'POST', service: 'prepayment', path: `/prepayment/increases/${increaseId}/hand-over` },
      ...{ role: 'provincial-agency', unit: payer, body: {} },
    });
    await report('payment', payer, { paidOn: on });
    await report('receipt', receiver, { receivedOn: on });
  }

  private async askBelowRed(month: string, places: readonly Rate[]): Promise<void> {
    const below = places.find(({ level }) => level !== 'red');
    if (below === undefined) return;
    const payer = CLEARING_UNITS.map(({ code }) => code).find((code) => code !== below.receiver) ?? '';
    try {
      await this.request({ month, receiver: below.receiver, payer, amount: '10000.00' });
    } catch (error) {
      if (!(error instanceof AgencyRefused)) throw error;
      this.refusal = error.message;
    }
  }

  private request(body: Omit<PlantedIncrease, 'increaseId'>): Promise<{ readonly increaseId: string }> {
    return this.agencies.do({
      ...{ method: 'POST', service: 'prepayment', path: '/prepayment/increases' },
      ...{ role: 'provincial-agency', unit: body.receiver, body: { ...body, reason: '就诊高峰，预付金不足' } },
    });
  }
}
