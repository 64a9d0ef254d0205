import { Money, ok, reject, type Result } from '#kernel';
import type {
  LinesEvent,
  SpecialAccount,
  SpecialAccountEvent,
  StatementFacts,
  StatementFormat,
  StatementLine,
} from './special-account.js';

/** A statement as a file says it, with every line of its time. */
export interface Statement extends StatementFacts {
  readonly lines: readonly StatementLine[];
}

export interface ImportStatement {
  readonly unit: string;
  readonly on: string;
  readonly statement: Statement;
  readonly format: StatementFormat;
  readonly digest: string;
  /** Accounts the unit has reported (annex 10). */
  readonly registered: readonly string[];
  /** Lines of this statement that earlier ones have brought, as read when `imports` was so many. */
  readonly known: ReadonlySet<string>;
  /** It has every line of the account that was known of its days then. */
  readonly whole: boolean;
  readonly imports: number;
}

export interface ImportedStatement {
  readonly account: SpecialAccountEvent | null;
  readonly lines: readonly LinesEvent[];
}

const LINES_OF_AN_EVENT = 500;

export const signedSum = (lines: readonly StatementLine[]): Money =>
  Money.sum(lines.map(({ direction, amount }) => (direction === 'in' ? Money.of(amount) : Money.of(amount).negate())));

/** Lines read before another import came: the caller reads again. Never told to a user. */
export const OVERTAKEN = 'statement.overtaken';

/**
 * 导入对账单 (CLR-13): opening balance and lines come to the closing balance, and the new lines go on from the last statement of
 * the account without a gap; else nothing of it is taken. What was imported before changes nothing.
 */
export function decideImport(command: ImportStatement, state: SpecialAccount): Result<ImportedStatement> {
  const { statement, known, imports } = command;
  if (imports !== state.imports) return reject(OVERTAKEN, 'CLR-13', '另有对账单正在导入，请重试', ['file']);
  const refusal = refuseStatement(command) ?? refuseGap(command, state);
  if (refusal !== null) return refusal;
  const last = state.accounts.get(statement.account);
  const fresh = statement.lines.filter(({ lineId }) => !known.has(lineId));
  if (last !== undefined && fresh.length === 0 && statement.to <= last.to) return ok({ account: null, lines: [] });
  return ok(eventsOf(command, fresh, last === undefined));
}

function refuseStatement({ statement, registered, on }: ImportStatement): Result<never> | null {
  const { account, from, to, opening, closing, lines } = statement;
  if (!registered.includes(account)) {
    return reject('statement.account', 'CLR-12', '对账单账号不是本省级单位报送的财政专户账号', ['account']);
  }
  if (from > to) return reject('statement.day', 'CLR-13', `对账单起始日期${from}晚于截止日期${to}`, ['from']);
  if (to > on) return reject('statement.future', 'CLR-13', `对账单截止日期${to}不能晚于今日`, ['to']);
  const outside = lines.find(({ bookedOn }) => bookedOn < from || bookedOn > to);
  if (outside !== undefined) {
    return reject('statement.day', 'CLR-13', `流水日期${outside.bookedOn}不在对账单期间${from}至${to}内`, ['bookedOn']);
  }
  const computed = Money.of(opening).plus(signedSum(lines));
  if (computed.eq(Money.of(closing))) return null;
  const message = `期初余额${opening}元加流水合计为${computed}元，与期末余额${closing}元不符`;
  return reject('statement.balance', 'CLR-13', message, ['closing']);
}

/** What the account's last statement ended with and the new lines must come to the new closing balance. */
function refuseGap({ statement, known, whole }: ImportStatement, { accounts }: SpecialAccount): Result<never> | null {
  const last = accounts.get(statement.account);
  if (last === undefined) return null;
  const fresh = statement.lines.filter(({ lineId }) => !known.has(lineId));
  // Up to its last day the account was proved: a new line before it is an old one that another list writes otherwise, unless all old
  // ones stand beside it, as where the earlier file was cut off, and the closing balance proves them together.
  const isWhole = whole && statement.from >= last.from && statement.to >= last.to;
  if (!isWhole && fresh.some(({ bookedOn }) => bookedOn < last.to)) {
    const message = `已导入至${last.to}，本对账单含未导入过的流水；对账单须按日期先后导入`;
    return reject('statement.order', 'CLR-13', message, ['from']);
  }
  if (statement.to < last.to) return null;
  const computed = Money.of(last.closing).plus(signedSum(fresh));
  if (computed.eq(Money.of(statement.closing))) return null;
  const message = `上一份对账单至${last.to}期末余额${last.closing}元，加本次新增流水为${computed}元，与期末余额${statement.closing}元不符：缺少中间的对账单`;
  return reject('statement.gap', 'CLR-13', message, ['opening']);
}

function eventsOf(command: ImportStatement, fresh: readonly StatementLine[], opens: boolean): ImportedStatement {
  const { unit, on, statement, format, digest } = command;
  const { lines, ...facts } = statement;
  const statementNo = statementNumber(statement, digest);
  const counts = { newLines: fresh.length, knownLines: lines.length - fresh.length };
  const chunks = Array.from({ length: Math.ceil(fresh.length / LINES_OF_AN_EVENT) }, (_, index) =>
    fresh.slice(index * LINES_OF_AN_EVENT, (index + 1) * LINES_OF_AN_EVENT),
  );
  return {
    account: { type: 'StatementImported', data: { unit, statementNo, ...facts, format, digest, ...counts, opens, on } },
    lines: chunks.map((chunk) => ({
      type: 'StatementLinesRecorded',
      data: { unit, account: facts.account, statementNo, lines: chunk },
    })),
  };
}

const ACCOUNT_SHOWN = 4;
const DIGEST_SHOWN = 12;

/** 对账单编号 by the end of its account, its time and its content. */
export const statementNumber = ({ account, from, to }: StatementFacts, digest: string): string =>
  `${account.slice(-ACCOUNT_SHOWN)}-${from}-${to}-${digest.slice(0, DIGEST_SHOWN)}`;
