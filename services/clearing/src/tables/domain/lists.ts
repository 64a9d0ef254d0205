import { clearingUnit, unitShortName } from '#kernel';
import type { Table } from './table.js';

const name = (unit: string): string => unitShortName(clearingUnit(unit));

export interface HoldLine {
  readonly claimId: string;
  readonly payer: string;
  readonly receiver: string;
  readonly total: string;
  readonly openedOn: string;
  readonly releasedOn: string | null;
  readonly cause: string | null;
  readonly investigation: string;
  readonly period: string | null;
}

const CAUSES: Readonly<Record<string, string>> = {
  reviewed: '审核放行',
  'no-request': '截止日未提出协查',
  investigated: '协查办结',
  'time-limit': '超过清算期限',
  refunded: '费用已退费',
  excluded: '核查有误不予清算',
};
const INVESTIGATIONS: Readonly<Record<string, string>> = {
  none: '',
  filed: '已提出',
  listed: '已列入汇总表',
  answered: '已反馈',
  disputed: '有异议',
  closed: '已办结',
};

type Place = { readonly month: string; readonly unit: string | null };

/** 审核暂缓清单 of the claims settled in a month (AUD-01, AUD-02). */
export const holdsTable = (place: Place, lines: readonly HoldLine[]): Table => ({
  ...{ annex: 'holds', title: '跨省异地就医费用审核暂缓清单', ...place },
  columns: ['结算ID', '参保地', '就医地', '总费用', '暂缓日期', '放行日期', '放行原因', '费用协查', '清算期'],
  rows: lines.map((line) => [
    ...[line.claimId, name(line.payer), name(line.receiver), line.total, line.openedOn, line.releasedOn ?? ''],
    ...[CAUSES[line.cause ?? ''] ?? '', INVESTIGATIONS[line.investigation] ?? '', line.period ?? ''],
  ]),
});

export interface WaitingLine {
  readonly claimId: string;
  readonly payer: string;
  readonly receiver: string;
  readonly settledOn: string;
  readonly payable: string;
  readonly reason: string | null;
  readonly overdue: boolean;
  /** The later month it entered meanwhile. */
  readonly period: string | null;
}

const REASONS: Readonly<Record<string, string>> = {
  'not-confirmed': '尚未对账确认',
  difference: '对账差异未关闭',
  held: '审核暂缓',
  original: '原结算尚未进入清算',
  refund: '退费尚不能一同清算',
};

/** 未进入清算的费用, late ones marked (CLR-02). */
export const waitingTable = (place: Place, lines: readonly WaitingLine[]): Table => ({
  ...{ annex: 'waiting', title: '未进入清算的跨省异地就医费用清单', ...place },
  columns: ['结算ID', '参保地', '就医地', '结算日期', '应付金额', '原因', '逾期', '后续清算期'],
  rows: lines.map((line) => [
    ...[line.claimId, name(line.payer), name(line.receiver), line.settledOn, line.payable],
    ...[REASONS[line.reason ?? ''] ?? '', line.overdue ? '是' : '', line.period ?? ''],
  ]),
});

export interface BreachLine {
  readonly claimId: string;
  readonly payer: string;
  readonly receiver: string;
  readonly settledOn: string;
  readonly payable: string;
  readonly reason: string | null;
  readonly limit: string | null;
  /** The later month it entered meanwhile. */
  readonly period: string | null;
}

const LIMITS: Readonly<Record<string, string>> = {
  'two-months': '超过两个月',
  'end-of-march': '跨年费用未在3月底前清算',
};

/** 逾期未清算的费用, by name: which limit was broken and why (CLR-02). */
export const breachesTable = (place: Place, lines: readonly BreachLine[]): Table => ({
  ...{ annex: 'overdue', title: '逾期未清算的跨省异地就医费用清单', ...place },
  columns: ['结算ID', '参保地', '就医地', '结算日期', '应付金额', '逾期情形', '原因', '后续清算期'],
  rows: lines.map((line) => [
    ...[line.claimId, name(line.payer), name(line.receiver), line.settledOn, line.payable],
    ...[LIMITS[line.limit ?? ''] ?? '', REASONS[line.reason ?? ''] ?? '', line.period ?? ''],
  ]),
});

export interface InvestigationTableLine {
  readonly claimId: string;
  readonly payer: string;
  readonly receiver: string;
  readonly institutionCode: string;
  readonly inpatientNumber: string | null;
  readonly invoiceNumber: string | null;
  readonly admittedOn: string | null;
  readonly dischargedOn: string | null;
  readonly total: string;
  readonly requestedOn: string;
  readonly rolledOver: number;
}

/** 费用协查申请汇总表 of the 26th (AUD-04); persons are not named in what is published. */
export const investigationsTable = (place: Place, lines: readonly InvestigationTableLine[]): Table => ({
  ...{ annex: 'investigations', title: '跨省异地就医费用协查申请汇总表', ...place },
  columns: [
    ...['结算ID', '参保地', '就医地', '医药机构', '住院号', '发票号', '入院日期', '出院日期', '总费用'],
    ...['申请日期', '结转次数'],
  ],
  rows: lines.map((line) => [
    ...[line.claimId, name(line.payer), name(line.receiver), line.institutionCode, line.inpatientNumber ?? ''],
    ...[line.invoiceNumber ?? '', line.admittedOn ?? '', line.dischargedOn ?? '', line.total, line.requestedOn],
    String(line.rolledOver),
  ]),
});
