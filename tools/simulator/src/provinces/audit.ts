import type { FundColumn } from '#contracts';
import { Money } from '#kernel';
import type { Outcome } from '../month/outcome.js';
import { hashOf } from '../random.js';
import type { Person } from '../world/people.js';
import { forEach, type Agencies } from './agencies.js';

interface HeldClaim {
  readonly claimId: string;
  readonly payer: string;
  readonly receiver: string;
  readonly scheme: 'employee' | 'resident';
  readonly total: string;
  readonly status: string;
  readonly cause: string | null;
  readonly investigation: string;
}

interface SettledClaim {
  readonly psnNo: string;
  readonly institutionCode: string;
  readonly inpatientNumber: string | null;
  readonly invoiceNumber: string | null;
  readonly admittedOn: string | null;
  readonly dischargedOn: string | null;
  readonly total: string;
  readonly fundTotal: string;
}

const AT_ONCE = 8;
const ONE_PERCENT = '0.01';
const RELEASED = 4;
const INVESTIGATED = 7;

/** What the provinces do about held claims: release, investigate, answer, confirm (AUD-02 … AUD-06). */
export class Audit {
  private readonly persons: ReadonlyMap<string, Person>;

  constructor(
    private readonly agencies: Agencies,
    private readonly outcome: Outcome,
    persons: readonly Person[],
  ) {
    this.persons = new Map(persons.map((person) => [person.psnNo, person]));
  }

  /**
   * Reviewers of the places of insurance go through what is held; a fate is drawn for every claim. In a round that is
   * `certain` the first claim is investigated, so that every demonstration has an investigation.
   */
  async review(round: string, { certain = false }: { readonly certain?: boolean } = {}): Promise<void> {
    const all = await this.holds();
    const untouched = all.filter(({ status, investigation }) => status === 'held' && investigation === 'none');
    // Also the first when a round that was broken off is gone through again: what it has done already counts.
    const first = certain ? all.find(({ cause }) => cause !== 'refunded')?.claimId : undefined;
    await forEach(untouched, AT_ONCE, async (hold) => {
      const fate = hashOf(`${round} ${hold.claimId}`) % 10;
      if (hold.claimId === first || (fate >= RELEASED && fate < INVESTIGATED)) await this.investigate(hold);
      else if (fate < RELEASED) await this.release(hold);
    });
  }

  /** Places of care answer what stands on a frozen list: every other one wrong, with a deduction (AUD-05, CLR-09). */
  async answerListed(): Promise<void> {
    const listed = (await this.holds()).filter(({ investigation }) => investigation === 'listed');
    await forEach(listed, AT_ONCE, async (hold) => {
      const { claimId, receiver, scheme, total } = hold;
      const wrong = hashOf(`result ${claimId}`) % 2 === 0;
      const column: FundColumn = scheme === 'employee' ? 'pool' : 'basic';
      const amount = Money.of(total).share(ONE_PERCENT).toString();
      await this.agencies.do({
        ...{ method: 'POST', service: 'clearing', path: `/clearing/holds/${claimId}/answer` },
        ...{ role: 'provincial-agency', unit: receiver },
        body: wrong
          ? { result: 'wrong', reason: '超出限定支付范围', deductions: [{ column, amount }] }
          : { result: 'correct', reason: '费用与病历相符' },
      });
      this.outcome.holds.answered += 1;
    });
  }

  async confirmAnswers(): Promise<void> {
    const answered = (await this.holds()).filter(({ investigation }) => investigation === 'answered');
    await forEach(answered, AT_ONCE, async ({ claimId, payer }) => {
      await this.agencies.do({
        ...{ method: 'POST', service: 'clearing', path: `/clearing/holds/${claimId}/confirmation` },
        ...{ role: 'provincial-agency', unit: payer },
      });
    });
  }

  private async holds(): Promise<readonly HeldClaim[]> {
    const { holds } = await this.agencies.do<{ holds: readonly HeldClaim[] }>({
      ...{ method: 'GET', service: 'clearing', path: '/clearing/holds?status=all' },
      ...{ role: 'national-agency', unit: 'nation' },
    });
    return holds;
  }

  /** Always by two persons: what the first has released already the second leaves as it is (SEC-04). */
  private async release({ claimId, payer }: HeldClaim): Promise<void> {
    await this.agencies.do({
      ...{ method: 'POST', service: 'clearing', path: `/clearing/holds/${claimId}/release` },
      ...{ role: 'provincial-agency', unit: payer, body: { note: '审核无疑义' } },
    });
    await this.agencies.do({
      ...{ method: 'POST', service: 'clearing', path: `/clearing/holds/${claimId}/release-approval` },
      ...{ role: 'provincial-agency', unit: payer, person: 'second' },
    });
    this.outcome.holds.released += 1;
  }

  private async investigate({ claimId, payer }: HeldClaim): Promise<void> {
    const claim = await this.agencies.do<SettledClaim>({
      ...{ method: 'GET', service: 'settlement', path: `/settlement/claims/${claimId}` },
      ...{ role: 'provincial-agency', unit: payer },
    });
    const person = this.persons.get(claim.psnNo);
    if (person === undefined) return this.outcome.unexpected(`${claimId} 的参保人不在其中`);
    const { institutionCode, inpatientNumber, invoiceNumber, admittedOn, dischargedOn, total } = claim;
    await this.agencies.do({
      ...{ method: 'POST', service: 'clearing', path: `/clearing/holds/${claimId}/investigation` },
      ...{ role: 'provincial-agency', unit: payer },
      body: {
        ...{ name: person.name, idNumber: person.idNumber, sex: person.sex },
        ...{ institutionCode, inpatientNumber, invoiceNumber, admittedOn, dischargedOn, total },
        suspicion: '总费用明显高于同类住院',
      },
    });
    this.outcome.holds.investigated += 1;
  }
}
