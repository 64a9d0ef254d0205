import { CONTRACTS, type SpecialAccountMoved } from '#contracts';
import { CLEARING_UNITS } from '#kernel';
import { mintDevelopmentToken, type Role } from '#http';
import type { EventOfOther } from '#testing';
import { claim, confirmed, finance, nation, province, settled, type ClearingUnderTest } from './month.js';

/** Accounts of annex 10 that the example statements speak of. */
export const ACCOUNTS: Readonly<Record<string, readonly [number: string, name: string]>> = {
  '32': ['3201000012345678', '江苏省财政厅社会保障基金财政专户'],
  '31': ['31010000123456', '上海市财政局'],
  '33': ['33010000123456', '浙江省财政厅'],
  '44': ['44010000123456', '广东省财政厅'],
};

/** August 2025 up to its notices: 江苏 owes 上海 500.00 and 广东 200.00, and is owed 300.00 by 浙江 and 150.00 by 广东. */
export async function publishAugust({ service, send, day }: ClearingUnderTest): Promise<void> {
  await service.setBusinessDate('2025-08-01');
  for (const [unit, [accountNumber, accountName]] of Object.entries(ACCOUNTS)) {
    const body = {
      accountName,
      accountNumber,
      bankName: '中国银行',
      bankCode: '104301003011',
      effectiveOn: '2025-08-01',
    };
    await service.call('PUT', `/clearing/finance-accounts/${unit}`, { as: province(unit), body });
  }
  const owed = [
    ...[claim('A', '500.00'), claim('B', '300.00', { payer: '33', receiver: '32' })],
    ...[claim('C', '200.00', { receiver: '44' }), claim('D', '150.00', { payer: '44', receiver: '32' })],
  ];
  await send(...owed.map(settled), confirmed(['A', 'B', 'C', 'D']));
  await day('2025-09-20');
  await day('2025-09-21');
  for (const { code } of CLEARING_UNITS) {
    await service.call('POST', `/clearing/periods/2025-08/confirmations/${code}`, { as: province(code) });
  }
  for (const [step, subject] of [
    ['publication', 'first'],
    ['publication-approval', 'second'],
  ] as const) {
    await service.call('POST', `/clearing/periods/2025-08/${step}`, { as: { ...nation, subject } });
  }
  await day('2025-09-30');
}

export const moved = (data: Partial<SpecialAccountMoved>): EventOfOther => ({
  type: CONTRACTS.specialAccountMoved.type,
  subject: 'transfers',
  data: { ...CONTRACTS.specialAccountMoved.example, ...data },
});

/** Hands a statement in as the finance department of a unit, or of another area. */
export async function handIn(
  url: string,
  file: Buffer | string,
  { unit = '32', area = unit, account }: { unit?: string; area?: string; account?: string } = {},
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const token = await mintDevelopmentToken({ subject: 'cashier', roles: ['provincial-finance'], area });
  const query = account === undefined ? '' : `?account=${account}`;
  const response = await fetch(`${url}/clearing/special-accounts/${unit}/statements${query}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: new Uint8Array(Buffer.from(file)),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

interface Part {
  readonly id: string;
  readonly class: string;
  readonly amount: string;
  readonly ageDays: number;
}

export type Desk = ReturnType<typeof deskOf>;

/** What the finance department of 江苏 asks and does. */
export function deskOf(clearing: () => ClearingUnderTest) {
  const path = '/clearing/special-accounts/32';
  const call: ClearingUnderTest['service']['call'] = (...args) => clearing().service.call(...args);
  const get = async (
    what: string,
    as: { roles: readonly Role[]; area: string } = finance('32'),
  ): Promise<Record<string, unknown>> => (await call('GET', `${path}/${what}`, { as })).body;

  const open = async (): Promise<readonly Part[]> => (await get('open-items'))['parts'] as readonly Part[];
  const openAmounts = async (): Promise<readonly string[]> =>
    (await open()).map((part) => `${part.class} ${part.amount} ${part.ageDays}`).sort();
  const lineOf = async (amount: string): Promise<string> =>
    (await open()).find((part) => part.amount === amount && part.class.startsWith('bank'))?.id ?? '';
  const balances = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (
        (await get('ledger'))['balances'] as { account: string; counterparty: string; debit: string; credit: string }[]
      ).map(({ account, counterparty, debit, credit }) => [
        `${account} ${counterparty ?? ''}`.trim(),
        `${debit} ${credit}`,
      ]),
    );
  const propose = (body: object, subject = 'first') =>
    call('POST', `${path}/proposals`, { as: { ...finance('32'), subject }, body: { reason: '核对银行回单', ...body } });
  const approve = (proposalId: unknown, subject = 'second') =>
    call('POST', `${path}/proposals/${String(proposalId)}/approval`, { as: { ...finance('32'), subject } });
  async function byTwo(body: object): Promise<Record<string, unknown>> {
    const { body: proposed } = await propose(body);
    return (await approve(proposed['proposalId'])).body;
  }
  return { path, get, openAmounts, lineOf, balances, propose, approve, byTwo };
}
