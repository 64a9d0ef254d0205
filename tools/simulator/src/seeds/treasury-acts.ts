import { addDays, Money } from '#kernel';
import { accountOf, SeedBank, type BankLine } from './bank.js';
import type { Caller } from './platform.js';
import type { SeedRun } from './seed-run.js';
import { drawStatement } from './statements.js';

const financeOf = (unit: string, second = false): Caller => ({ role: 'provincial-finance', area: unit, second });
const pathOf = (unit: string, rest: string): string => `/clearing/special-accounts/${unit}/${rest}`;

/** 专户 of every unit, reported before anything moves (annex 10, CLR-12). */
export async function reportAccounts(run: SeedRun): Promise<void> {
  run.firstDay = run.today;
  for (const unit of run.world.units) {
    run.banks.set(unit, new SeedBank(unit));
    const body = {
      ...{ accountName: `${unit}财政专户`, accountNumber: accountOf(unit), bankName: '中国银行' },
      ...{ bankCode: '104301003011', effectiveOn: run.today },
    };
    const as = { role: 'provincial-agency', area: unit } as const;
    await run.accepted('clearing', { method: 'PUT', path: `/clearing/finance-accounts/${unit}`, as, body });
  }
}

const bankOf = (run: SeedRun, unit: string): SeedBank => {
  const bank = run.banks.get(unit);
  if (bank === undefined) throw new RangeError(`no bank of ${unit}`);
  return bank;
};

interface NoticeLine {
  readonly counterparty: string;
  readonly amount: string;
  readonly returned: boolean;
}

/** 划款 of a notice at the banks: out here, in there up to four days later; some in two parts, some come back by mistake. */
export async function payNotice(run: SeedRun, month: string, unit: string): Promise<void> {
  const { treasury: random, today } = run;
  const lines = await run.platform.read<NoticeLine>(
    'clearing',
    `select counterparty, amount::text, returned from read_notices.line where month = $1 and unit = $2 and annex = '15' order by 1, 3`,
    [month, unit],
  );
  for (const { counterparty, amount, returned } of lines) {
    const mark = returned ? '*' : '';
    const ids = { out: `15-${month}-${counterparty}${mark}`, in: `16-${month}-${unit}${mark}` };
    const arrives = addDays(today, random.int(0, 4));
    for (const [part, share] of partsOf(run, Money.of(amount)).entries()) {
      const serial = `N${month}-${unit}-${counterparty}${mark}-${part}`;
      const text = returned ? '退回清算资金' : '清算资金';
      bankOf(run, unit).move({
        on: today,
        change: share.negate(),
        other: accountOf(counterparty),
        serial,
        text,
        item: ids.out,
      });
      const came = { on: arrives, change: share, other: accountOf(unit), serial, text, item: ids.in };
      bankOf(run, counterparty).move(came);
    }
  }
}

function partsOf({ treasury: random }: SeedRun, amount: Money): readonly Money[] {
  if (!random.permille(150) || amount.lt(Money.of('2.00'))) return [amount];
  const first = Money.of('1.37');
  return [first, amount.minus(first)];
}

/** 预付金 at the bank of whoever reported that it moved (PRE-07). */
export function moveAdvance(
  run: SeedRun,
  {
    unit,
    other,
    amount,
    serial,
    movementId,
    into,
  }: Readonly<Record<'unit' | 'other' | 'amount' | 'serial' | 'movementId', string>> & {
    readonly into: boolean;
  },
): void {
  const change = into ? Money.of(amount) : Money.of(amount).negate();
  run.movements.add(`${unit} ${movementId} ${into ? 'in' : 'out'} ${amount}`);
  bankOf(run, unit).move({ on: run.today, change, other: accountOf(other), serial, text: '预付金', item: movementId });
}

/** What happens at banks and desks of finance departments on a day. */
export async function treasuryDay(run: SeedRun): Promise<void> {
  const { treasury: random } = run;
  for (const unit of run.world.units) {
    if (random.permille(120)) ownLine(run, unit);
    if (random.permille(60)) await payByMistake(run, unit);
    if (random.permille(180)) await handIn(run, unit);
    if (random.permille(80)) await closeOwnLine(run, unit);
    if (random.permille(40)) await undoSomething(run, unit);
    if (random.permille(80)) await matchByHand(run, unit);
  }
}

/** A charge or interest of the bank. */
function ownLine(run: SeedRun, unit: string): void {
  const isCharge = run.treasury.permille(500);
  const amount = Money.fromFen(BigInt(run.treasury.int(1, 9_999)));
  const line = { on: run.today, other: '', serial: run.nextSerial(), item: null };
  const what = isCharge ? { change: amount.negate(), text: '手续费' } : { change: amount, text: '利息' };
  bankOf(run, unit).move({ ...line, ...what });
}

/**
 * Money goes out by mistake in the amount of a receivable of the same unit and comes back some days later, with a word or without one: it
 * must not be taken for the receipt (CLR-13). Not in an amount, nor a sum of amounts, that is owed to that unit: nobody could tell that
 * from a payment.
 */
async function payByMistake(run: SeedRun, unit: string): Promise<void> {
  const { treasury: random, today } = run;
  const receivable = await run.platform.read<{ counterparty: string; amount: string; owed: readonly string[] }>(
    'clearing',
    `select counterparty, amount::text,
            array(select o.amount::text from read_treasury.item o
                   where o.unit = i.unit and o.direction = 'out' and o.counterparty = i.counterparty) as owed
       from read_treasury.item i
      where unit = $1 and kind = 'collection' and not returned and match_id is null and closed_as is null
      order by item_id`,
    [unit],
  );
  const open = receivable.filter(({ amount, owed }) => !sumsOf(owed).has(amount));
  if (open.length === 0) return;
  const { counterparty, amount } = random.pick(open);
  const line = { other: accountOf(counterparty), item: null };
  const out = { ...line, on: today, change: Money.of(amount).negate(), serial: run.nextSerial(), text: '' };
  const back = { ...line, on: addDays(today, random.int(0, 5)), change: Money.of(amount), serial: run.nextSerial() };
  bankOf(run, unit).move(out);
  bankOf(run, unit).move({ ...back, text: random.permille(500) ? '退汇' : '' });
}

/** Every sum that some of these amounts come to. */
function sumsOf(amounts: readonly string[]): ReadonlySet<string> {
  const sums = new Set<string>([Money.zero.toString()]);
  for (const amount of amounts) for (const sum of [...sums]) sums.add(Money.of(sum).plus(Money.of(amount)).toString());
  return sums;
}

/** A statement as drawn; a whole one is taken, a faulty one refused, and the same once more changes nothing. */
export async function handIn(run: SeedRun, unit: string): Promise<void> {
  const bank = bankOf(run, unit);
  const drawn = drawStatement(bank, run.treasury, run.firstDay, run.today);
  const request = { method: 'PUT', path: pathOf(unit, 'statements'), as: financeOf(unit), file: drawn.file } as const;
  for (let times = run.treasury.permille(250) ? 2 : 1; times > 0; times -= 1) {
    const { status, body } = await run.act('clearing', request);
    if (status < 400 !== drawn.isWhole) {
      return run.fail(`${unit} 对账单应答 ${status}：${String(body['detail'])} (CLR-13)`);
    }
  }
  if (drawn.isWhole) bank.take(drawn);
}

interface OpenLine {
  readonly line_id: string;
  readonly serial_number: string;
}

/** Taken lines that nothing has ended on the platform, with what the seed knows of them. */
async function openLines(run: SeedRun, unit: string): Promise<readonly (OpenLine & { readonly line: BankLine })[]> {
  const rows = await run.platform.read<OpenLine>(
    'clearing',
    `select line_id, serial_number || case direction when 'in' then '+' else '-' end as serial_number from read_treasury.line
      where unit = $1 and match_id is null and closed_as is null order by line_id`,
    [unit],
  );
  const bySerial = new Map([...bankOf(run, unit).taken].map((line) => [signedSerial(line), line]));
  return rows.flatMap((row) => {
    const line = bySerial.get(row.serial_number);
    return line === undefined ? [] : [{ ...row, line }];
  });
}

const signedSerial = ({ serial, change }: BankLine): string => `${serial}${change.isNegative() ? '-' : '+'}`;

/** 手续费、利息、误付与退回 are closed by two persons (SEC-04, SEC-05). */
async function closeOwnLine(run: SeedRun, unit: string): Promise<void> {
  const own = (await openLines(run, unit)).filter(({ line }) => line.item === null);
  if (own.length === 0) return;
  const { line_id: lineId, line } = run.treasury.pick(own);
  const as = line.text === '手续费' ? 'bank-fee' : line.text === '利息' ? 'interest' : 'suspense';
  await byTwo(run, unit, { kind: 'close-line', lineId, as });
}

async function undoSomething(run: SeedRun, unit: string): Promise<void> {
  const matches = await run.platform.read<{ match_id: string }>(
    'clearing',
    'select match_id from read_treasury.match where unit = $1 and undone_on is null order by match_id',
    [unit],
  );
  if (matches.length > 0) await byTwo(run, unit, { kind: 'undo-match', matchId: run.treasury.pick(matches).match_id });
}

/** What people know to belong together and the platform left open. */
async function matchByHand(run: SeedRun, unit: string): Promise<void> {
  const open = await openLines(run, unit);
  const items = await run.platform.read<{ item_id: string; amount: string }>(
    'clearing',
    `select item_id, amount::text from read_treasury.item where unit = $1 and match_id is null and closed_as is null order by item_id`,
    [unit],
  );
  for (const { item_id: itemId, amount } of items) {
    const lines = open.filter(({ line }) => line.item === itemId);
    const sum = Money.sum(lines.map(({ line }) => line.change.abs()));
    if (lines.length === 0 || !sum.eq(Money.of(amount))) continue;
    return byTwo(run, unit, { kind: 'match', lineIds: lines.map((one) => one.line_id), itemIds: [itemId] });
  }
}

async function byTwo(run: SeedRun, unit: string, act: object): Promise<void> {
  const proposal = { method: 'POST', path: pathOf(unit, 'proposals'), as: financeOf(unit) } as const;
  const { status, body } = await run.act('clearing', { ...proposal, body: { ...act, reason: '核对银行回单' } });
  if (status >= 400)
    return run.fail(`${unit} ${JSON.stringify(act)} 应被接受，却被拒：${String(body['detail'])} (SEC-04)`);
  const path = pathOf(unit, `proposals/${String(body['proposalId'])}`);
  const own = await run.act('clearing', { method: 'POST', path: `${path}/approval`, as: financeOf(unit), body: {} });
  if (own.status < 400) run.fail(`${unit} 同一人提出并复核 (SEC-04)`);
  await run.accepted('clearing', { method: 'POST', path: `${path}/approval`, as: financeOf(unit, true), body: {} });
}
