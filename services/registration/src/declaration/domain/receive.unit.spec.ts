import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { CONTRACTS, type ReferralDeclaration } from '#contracts';
import { businessDate, ok, reject, RegionCode } from '#kernel';
import { loadPolicyBook } from '#policy';
import { bookOf } from '../../../test/filings.js';
import { policiesOf } from '../../filing/commands/policies-of.js';
import { EMPTY_BOOK, evolveFilingBook, type FilingBook, type FilingEvent } from '../../filing/domain/filing-book.js';
import { declarationRef, decideReview, evolveDeclaration, type Declaration } from './declaration.js';
import { receiveDeclaration, receiveWithdrawal, type Received } from './receive.js';
import { declarationOf, filingIdOf } from './referral-number.js';

const POLICIES = loadPolicyBook(fileURLToPath(new URL('../../../../../policies', import.meta.url)));
const WUXI = '320200';
const HUAIAN = '320800';
const SHAOGUAN = '440200';
const EXAMPLE = CONTRACTS.declarationFiled.example as ReferralDeclaration;
const NONE: Declaration = declarationRef('0').definition.initialState();

const placeOf = (region: string) => ({
  insuredRegion: RegionCode.of(region),
  policyOn: policiesOf(POLICIES, region, businessDate(EXAMPLE.filedOn)),
});
/** A referral by a hospital of the place itself, of a level. */
const referral = (
  region: string,
  level: ReferralDeclaration['institutionLevel'] = '3',
  details: Partial<ReferralDeclaration['details']> = {},
): ReferralDeclaration => ({
  ...EXAMPLE,
  ...{ institutionRegion: region, institutionLevel: level, details: { ...EXAMPLE.details, ...details } },
});
const receive = (region: string, declared: ReferralDeclaration, book: FilingBook = EMPTY_BOOK): Received =>
  receiveDeclaration(declared, placeOf(region), NONE, book);
const typesOf = ({ declaration, filing }: Received): readonly string[] =>
  [...declaration, ...filing].map(({ type }) => type);
const reviewOf = ({ declaration }: Received) =>
  declaration.find(({ type }) => type === 'DeclarationReviewed')?.data as Record<string, unknown> | undefined;
const approvedOf = ({ filing }: Received) =>
  filing.find((event): event is Extract<FilingEvent, { type: 'FilingApproved' }> => event.type === 'FilingApproved')
    ?.data;
const after = (received: Received): { readonly declaration: Declaration; readonly book: FilingBook } => ({
  declaration: received.declaration.reduce(evolveDeclaration, NONE),
  book: received.filing.reduce(evolveFilingBook, EMPTY_BOOK),
});

describe('a referral that a hospital declared', () => {
  it('REG-05: is granted at once in Wuxi, for the city or the unit of the receiving hospital (REG-04)', () => {
    const granted = receive(WUXI, referral(WUXI));
    expect(typesOf(granted)).toEqual(['DeclarationReceived', 'DeclarationReviewed', 'FilingApproved']);
    expect(approvedOf(granted)).toMatchObject({ kind: 'referred', destination: '310000', channel: 'hospital' });
    const hangzhou = receive(WUXI, referral(WUXI, '3', { receivingRegion: '330106' }));
    expect(approvedOf(hangzhou)).toMatchObject({ destination: '330100' });
    const jiyuan = receive(WUXI, referral(WUXI, '3', { receivingRegion: '419001' }));
    expect(approvedOf(jiyuan)).toMatchObject({ destination: '419001' });
  });

  it('REG-05: waits in Huai’an until the next working day', () => {
    const waiting = receive(HUAIAN, referral(HUAIAN));
    expect(typesOf(waiting)).toEqual(['DeclarationReceived', 'FilingApplied']);
    expect(waiting.declaration[0]?.data).toMatchObject({ decideBy: '2025-08-04' });
  });

  it('REG-03: Shaoguan takes level 3 and refuses level 2 with the reason', () => {
    expect(reviewOf(receive(SHAOGUAN, referral(SHAOGUAN, '3')))).toMatchObject({ outcome: 'approved', reason: null });
    expect(reviewOf(receive(SHAOGUAN, referral(SHAOGUAN, '2')))).toMatchObject({
      ...{ outcome: 'refused', filingId: null, reason: '转诊证明须由三级定点医疗机构出具(REG-03)' },
    });
  });

  const stay = { visitId: 'V1', psnNo: EXAMPLE.psnNo, careRegion: '310115', inpatient: true, emergency: false };
  const admitted = (openedOn: string, book = EMPTY_BOOK): FilingBook =>
    evolveFilingBook(book, { type: 'StayRegistered', data: { ...stay, openedOn } });
  const beginning = (beginsOn: string | null, region = SHAOGUAN): ReferralDeclaration =>
    referral(region, '3', { beginsOn, referredOn: '2025-07-29' });

  it.each([null, '2025-07-30', '2025-07-31', '2025-08-01', '2025-08-05'])(
    'REG-12: told to begin on %s, it begins with the admission of a patient who is in the receiving hospital already',
    (beginsOn) => {
      for (const region of [SHAOGUAN, WUXI]) {
        const granted = approvedOf(receive(region, beginning(beginsOn, region), admitted('2025-07-30')));
        expect(granted).toMatchObject({ validFrom: '2025-07-30', admittedOn: '2025-07-30' });
      }
    },
  );

  it('REG-12, REG-16: not where the place lets nothing begin before the application, and not for a stay that is over', () => {
    const applied = receive(HUAIAN, beginning(null, HUAIAN), admitted('2025-07-30')).filing[0]?.data;
    expect(applied).toMatchObject({ startsOn: '2025-08-01' });
    const left = evolveFilingBook(admitted('2025-07-30'), {
      ...{ type: 'StayEnded', data: { visitId: 'V1', psnNo: EXAMPLE.psnNo, endedOn: '2025-07-31' } },
    });
    expect(approvedOf(receive(WUXI, beginning(null, WUXI), left))).toMatchObject({ validFrom: '2025-08-01' });
  });

  it('REG-13: takes no stay from a filing that carries it', () => {
    const resident = admitted('2025-07-30', bookOf({ filingId: 'L', appliedOn: '2025-02-01' }));
    const granted = receive(WUXI, beginning(null, WUXI), resident);
    expect(approvedOf(granted)).toMatchObject({ validFrom: '2025-08-01' });
    expect(granted.filing.reduce(evolveFilingBook, resident).filings[0]).toMatchObject({ endedOn: '2025-08-01' });
  });

  it('REG-16: told to begin before the admission, it is refused in words of what the hospital can send', () => {
    const reason = (book: FilingBook) => reviewOf(receive(SHAOGUAN, beginning('2025-07-29'), book))?.['reason'];
    expect(reason(admitted('2025-07-30'))).toBe(
      '开始日期(begndate)不能早于转往医院的入院日期2025-07-30，请更正后重新申报(REG-16)',
    );
    expect(reason(EMPTY_BOOK)).toMatch(/^转往医院尚无该人员在院的住院登记，开始日期\(begndate\).*\(REG-16\)$/);
  });

  it('REG-05: what the place cannot decide is an answer: an unknown person, a place without a table', () => {
    const stranger = { ...placeOf(WUXI), insuredRegion: null };
    expect(reviewOf(receiveDeclaration(EXAMPLE, stranger, NONE, EMPTY_BOOK))).toMatchObject({ outcome: 'refused' });
    const without = { ...placeOf(WUXI), policyOn: reject('policy.missing', 'REG-06', '没有参数表', []) };
    expect(reviewOf(receiveDeclaration(EXAMPLE, without, NONE, EMPTY_BOOK))).toMatchObject({
      reason: '没有参数表(REG-06)',
    });
  });

  it('SET-15: told twice, it is received once', () => {
    const { declaration, book } = after(receive(WUXI, referral(WUXI)));
    expect(receiveDeclaration(referral(WUXI), placeOf(WUXI), declaration, book)).toEqual({
      declaration: [],
      filing: [],
    });
  });

  it('REG-05: the number of the filing leads to the declaration, that of another filing to none', () => {
    expect(declarationOf(filingIdOf(EXAMPLE.declarationNo))).toBe(EXAMPLE.declarationNo);
    expect(declarationOf('BA202508010000000000000001')).toBeNull();
  });
});

describe('a withdrawal', () => {
  const withdrawn = { ...CONTRACTS.declarationWithdrawn.example, withdrawnOn: '2025-08-01' };

  it('REG-05: ends the application that waits', () => {
    const { declaration, book } = after(receive(HUAIAN, referral(HUAIAN)));
    const taken = receiveWithdrawal(withdrawn, placeOf(WUXI), declaration, book);
    expect(taken.filing).toMatchObject([{ type: 'FilingRefused', data: { reason: '申请人撤回' } }]);
    const gone = taken.declaration.reduce(evolveDeclaration, declaration);
    expect(receiveWithdrawal(withdrawn, placeOf(HUAIAN), gone, book)).toEqual({ declaration: [], filing: [] });
  });

  it('REG-05: that crossed with the grant ends the filing, once', () => {
    const { declaration, book } = after(receive(WUXI, referral(WUXI)));
    const { filing } = receiveWithdrawal(withdrawn, placeOf(WUXI), declaration, book);
    expect(filing).toMatchObject([{ type: 'FilingEnded', data: { endedOn: '2025-08-01', cause: 'cancelled' } }]);
    expect(
      receiveWithdrawal(withdrawn, placeOf(WUXI), declaration, filing.reduce(evolveFilingBook, book)).filing,
    ).toEqual([]);
  });

  it('REG-14: of a referral that had replaced a filing that day lets that one go on', () => {
    const before = bookOf({ filingId: 'L', appliedOn: '2025-02-01' });
    const granted = receive(WUXI, referral(WUXI), before);
    const book = granted.filing.reduce(evolveFilingBook, before);
    expect(book.filings[0]).toMatchObject({ filingId: 'L', endedOn: '2025-08-01' });
    const { filing } = receiveWithdrawal(withdrawn, placeOf(WUXI), after(granted).declaration, book);
    expect(filing.reduce(evolveFilingBook, book).filings[0]).toMatchObject({ filingId: 'L', endedOn: null });
  });
});

describe('the review by the agency', () => {
  const { details: _details, kind: _kind, ...common } = EXAMPLE;
  const period = { beginsOn: '2025-08-01', endsOn: null };
  const designation = { businessType: '1', order: '1', chosenInstitution: 'H1', ...period };
  const waiting = receiveDeclaration(
    { ...common, kind: 'designated-institution', details: designation },
    placeOf(WUXI),
    NONE,
    EMPTY_BOOK,
  ).declaration.reduce(evolveDeclaration, NONE);
  const command = {
    ...{ declarationNo: EXAMPLE.declarationNo, psnNo: EXAMPLE.psnNo, insuredRegion: WUXI, on: '2025-08-05' },
    ...{ outcome: 'refused' as const, reason: '材料不符' },
  };
  const codeOf = (changes: Partial<Parameters<typeof decideReview>[0]>, declaration = waiting): string => {
    const decided = decideReview({ ...command, ...changes }, declaration);
    return decided.ok ? 'granted' : `${decided.rejection.rule} ${decided.rejection.code}`;
  };

  it('REG-05: by its own place, once, also after its day; a refusal needs a reason', () => {
    expect(waiting.received?.decideBy).toBe('2025-08-05');
    expect(codeOf({})).toBe('granted');
    expect(codeOf({ on: '2025-08-06' })).toBe('granted');
    expect(codeOf({ outcome: 'approved', reason: null })).toBe('granted');
    expect(codeOf({ reason: null })).toBe('REG-05 declaration.reason-missing');
    const events = decideReview(command, waiting);
    const reviewed = (events.ok ? events : ok([])).value.reduce(evolveDeclaration, waiting);
    expect(codeOf({}, reviewed)).toBe('REG-05 declaration.reviewed');
  });

  it('SEC-01: refuses another place, another person, an unknown number, what is withdrawn and what is a filing', () => {
    expect(codeOf({ insuredRegion: HUAIAN })).toBe('SEC-01 declaration.other-region');
    expect(codeOf({ psnNo: 'P2' })).toBe('SET-21 declaration.other-person');
    expect(codeOf({}, NONE)).toBe('REG-05 declaration.unknown');
    expect(codeOf({}, { ...waiting, withdrawnOn: '2025-08-02' })).toBe('REG-05 declaration.withdrawn');
    const { declaration } = after(receive(WUXI, referral(WUXI)));
    expect(codeOf({}, { ...declaration, review: null })).toBe('REG-05 declaration.by-filing');
  });
});
