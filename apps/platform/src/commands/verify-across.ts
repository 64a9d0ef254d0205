import { SERVICES, type ServiceName } from '#contracts';
import type { CheckEntry } from '#http';
import { request } from './shared.js';

type Figures = Readonly<Record<string, string>>;

interface Agreement {
  readonly name: string;
  readonly rule: string;
  /** Name of the figure; ending in a blank, the beginning of the names of many. */
  readonly figure: string;
  readonly between: readonly [ServiceName, ServiceName];
}

const AGREEMENTS: readonly Agreement[] = [
  { name: '参保人数一致', rule: 'SEC-03', figure: 'persons', between: ['registration', 'settlement'] },
  { name: '备案数一致', rule: 'REG-13', figure: 'filings', between: ['registration', 'settlement'] },
  { name: '就诊登记数一致', rule: 'REG-13', figure: 'stays', between: ['settlement', 'registration'] },
  { name: '就诊结束数一致', rule: 'REG-12', figure: 'staysOver', between: ['settlement', 'registration'] },
  { name: '待遇申报数一致', rule: 'REG-05', figure: 'declarations', between: ['settlement', 'registration'] },
  { name: '待遇申报审核数一致', rule: 'REG-05', figure: 'reviews', between: ['registration', 'settlement'] },
  { name: '结算笔数一致', rule: 'CLR-15', figure: 'claims', between: ['settlement', 'clearing'] },
  { name: '基金与账户合计一致', rule: 'CLR-15', figure: 'payable', between: ['settlement', 'clearing'] },
  { name: '已确认笔数一致', rule: 'REC-03', figure: 'confirmed', between: ['settlement', 'clearing'] },
  { name: '逐笔费用与确认日期一致', rule: 'CLR-15', figure: 'claims ', between: ['settlement', 'clearing'] },
  { name: '未关闭的对账差异一致', rule: 'REC-01', figure: 'differences ', between: ['settlement', 'clearing'] },
  { name: '按日结算金额一致', rule: 'PRE-09', figure: 'settled ', between: ['settlement', 'prepayment'] },
  { name: '清算金额一致', rule: 'PRE-05', figure: 'cleared', between: ['clearing', 'prepayment'] },
  { name: '清算表各格一致', rule: 'PRE-05', figure: 'cell ', between: ['clearing', 'prepayment'] },
  { name: '清算签章日期一致', rule: 'PRE-06', figure: 'signed ', between: ['clearing', 'prepayment'] },
  { name: '预付金收付与财政专户一致', rule: 'CLR-13', figure: 'moved ', between: ['prepayment', 'clearing'] },
];

/** What no service can see alone: nothing was lost or doubled on the way from one to the next. */
export async function acrossServices(urls: Readonly<Record<ServiceName, string>>): Promise<readonly CheckEntry[]> {
  const all = await Promise.all(SERVICES.map((service) => request<Figures>('GET', `${urls[service]}/ops/figures`)));
  const figures = Object.fromEntries(SERVICES.map((service, index) => [service, all[index] ?? {}])) as Record<
    ServiceName,
    Figures
  >;
  return AGREEMENTS.map(({ name, rule, figure, between: [from, to] }) => ({
    ...{ name: `${from}→${to} ${name}`, rule },
    ...(figure.endsWith(' ')
      ? agreementOfMany(figure, figures[from], figures[to])
      : agreementOf(figures[from][figure], figures[to][figure])),
  }));
}

type Agreed = Pick<CheckEntry, 'ok' | 'detail'>;

const agreementOf = (sent: string | undefined, arrived: string | undefined): Agreed => ({
  ok: sent !== undefined && sent === arrived,
  detail: `${sent ?? '缺'} / ${arrived ?? '缺'}`,
});

/** The first that differ are named with what stands on either side. */
function agreementOfMany(prefix: string, sent: Figures, arrived: Figures): Agreed {
  const keys = [...new Set([...Object.keys(sent), ...Object.keys(arrived)])].filter((key) => key.startsWith(prefix));
  const differing = keys.filter((key) => sent[key] !== arrived[key]).sort();
  const named = differing
    .slice(0, NAMED)
    .map((key) => `${key.slice(prefix.length)} ${agreementOf(sent[key], arrived[key]).detail}`);
  return {
    ok: differing.length === 0,
    detail: [`核验${keys.length}组，不符${differing.length}组`, ...named].join('；'),
  };
}

const NAMED = 5;
