import { describe, expect, it } from '@jest/globals';
import { Outcome } from '../month/outcome.js';
import { makeWorld } from '../world/world.js';
import type { Act, Agencies } from './agencies.js';
import { Audit } from './audit.js';

interface FakeHold {
  readonly claimId: string;
  readonly total: string;
  status: 'held' | 'released';
  cause: string | null;
  investigation: 'none' | 'filed';
}

const [person] = makeWorld({ seed: 1, claims: 20, month: '2025-08' }).persons;
const CLAIM = { psnNo: person?.psnNo, institutionCode: 'H1', total: '30000.00', fundTotal: '1.00' };

/** A platform's holds behind the provinces' requests; breaks off after so many acts. */
class FakePlatform {
  readonly holds: readonly FakeHold[] = Array.from({ length: 40 }, (_, index) => ({
    ...{
      claimId: `20250801${String(index).padStart(4, '0')}`,
      total: '30000.00',
      status: 'held',
      cause: null,
      investigation: 'none',
    },
  }));
  acts = 0;

  constructor(private breakAfter = Infinity) {}

  get agencies(): Agencies {
    return { do: (act: Act) => Promise.resolve(this.answer(act)) } as unknown as Agencies;
  }

  goOn(): void {
    this.breakAfter = Infinity;
  }

  private answer({ method, path }: Act): object {
    if (path.startsWith('/clearing/holds?')) return { holds: this.holds.map((hold) => ({ payer: '32', ...hold })) };
    if (method === 'GET') return CLAIM;
    const [, , , claimId, act] = path.split('/');
    // Of a claim below the limit of the nation it changes nothing (SEC-04).
    if (act === 'release-approval') return {};
    if (this.acts >= this.breakAfter) throw new Error('broken off');
    this.acts += 1;
    const hold = this.holds.find((one) => one.claimId === claimId) as FakeHold;
    if (act === 'release') Object.assign(hold, { status: 'released', cause: 'reviewed' });
    else hold.investigation = 'filed';
    return {};
  }
}

const reviewed = async (platform: FakePlatform, round: string): Promise<void> => {
  const persons = person === undefined ? [] : [person];
  await new Audit(platform.agencies, new Outcome(), persons).review(round, { certain: true });
};

describe('reviewers of held claims', () => {
  it('AUD-02, AUD-03: release some, investigate some and leave some, the first always investigated', async () => {
    const platform = new FakePlatform();
    await reviewed(platform, 'first');
    const count = (test: (hold: FakeHold) => boolean): number => platform.holds.filter(test).length;
    expect(count(({ status }) => status === 'released')).toBeGreaterThan(5);
    expect(count(({ investigation }) => investigation === 'filed')).toBeGreaterThan(5);
    expect(count(({ status, investigation }) => status === 'held' && investigation === 'none')).toBeGreaterThan(5);
    expect(platform.holds[0]?.investigation).toBe('filed');
  });

  it.each([1, 2, 5, 11])(
    'SET-15: ends the same when a round is broken off after %i acts and begun again',
    async (acts) => {
      const undisturbed = new FakePlatform();
      await reviewed(undisturbed, 'first');
      const disturbed = new FakePlatform(acts);
      await expect(reviewed(disturbed, 'first')).rejects.toThrow('broken off');
      disturbed.goOn();
      await reviewed(disturbed, 'first');
      expect(disturbed.holds).toEqual(undisturbed.holds);
      expect(disturbed.acts).toBe(undisturbed.acts);
    },
  );

  it('leaves alone what was refunded: nothing is held back there any more', async () => {
    const platform = new FakePlatform();
    Object.assign(platform.holds[0] as FakeHold, { status: 'released', cause: 'refunded' });
    await reviewed(platform, 'first');
    expect(platform.holds[0]).toMatchObject({ cause: 'refunded', investigation: 'none' });
    expect(platform.holds[1]?.investigation).toBe('filed');
  });
});
