import { CONTRACTS, type Claim } from '#contracts';
import { businessDate, clearingMonth, Money, type Result } from '#kernel';
import { decideAnswer } from '../src/audit/domain/answer.js';
import { evolveHold, holdRef, type Hold, type HoldEvent } from '../src/audit/domain/hold.js';
import { decideFile, decideList } from '../src/audit/domain/investigate.js';
import { decideOpenHold } from '../src/audit/domain/release.js';

export const claimId = 'C1';
/** 全国政策 of AUD-01. */
export const HELD_FROM = Money.of('30000.00');
export const held = (total: string, changes: Partial<Claim> = {}): Claim => ({
  ...CONTRACTS.claimSettled.example,
  ...{ claimId, visitKind: 'inpatient', total },
  ...changes,
});
export const initial = (): Hold => holdRef(claimId).definition.initialState();
export const after = (hold: Hold, events: readonly HoldEvent[]): Hold => events.reduce(evolveHold, hold);
export const opened = (): Hold => after(initial(), decideOpenHold(held('30000.00'), HELD_FROM, initial()));

export function accepted<T>(decided: Result<readonly T[]>): readonly T[] {
  if (!decided.ok) throw new Error(decided.rejection.message);
  return decided.value;
}

export const file = (hold: Hold, wrong: readonly string[] = []) =>
  decideFile(
    {
      ...{
        claimId,
        on: '2025-08-20',
        suspicion: '费用偏高',
        identityHash: 'hs3:x',
        wrongFields: wrong,
        requestNo: null,
      },
      claim: { payer: '32', receiver: '31', scheme: 'employee', total: '30000.00' },
    },
    hold,
    null,
  );
export const answer = (hold: Hold, changes: Partial<Parameters<typeof decideAnswer>[0]> = {}) =>
  decideAnswer(
    {
      ...{ claimId, on: businessDate('2025-09-10'), result: 'correct', reason: '', deductions: [], excluded: false },
      ...{ paid: new Map([['pool', Money.of('20000.00')]]), taken: new Map() },
      ...changes,
    },
    hold,
  );
export const filed = (): Hold => after(opened(), accepted(file(opened())));
export const listed = (): Hold => after(filed(), decideList(claimId, clearingMonth('2025-08'), filed()));
export const answered = (): Hold => after(listed(), accepted(answer(listed())));
