import { SERVICES, type ServiceName } from '#contracts';
import type { CheckEntry } from '#http';
import { request } from './shared.js';

type Figures = Readonly<Record<string, string>>;

interface Agreement {
  readonly name: string;
  readonly rule: string;
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
  { name: '清算金额一致', rule: 'PRE-05', figure: 'cleared', between: ['clearing', 'prepayment'] },
];

/** What no service can see alone: nothing was lost or doubled on the way from one to the next. */
export async function acrossServices(urls: Readonly<Record<ServiceName, string>>): Promise<readonly CheckEntry[]> {
  const all = await Promise.all(SERVICES.map((service) => request<Figures>('GET', `${urls[service]}/ops/figures`)));
  const figures = Object.fromEntries(SERVICES.map((service, index) => [service, all[index] ?? {}])) as Record<
    ServiceName,
    Figures
  >;
  return AGREEMENTS.map(({ name, rule, figure, between: [from, to] }) => {
    const sent = figures[from][figure];
    const arrived = figures[to][figure];
    return {
      name: `${from}→${to} ${name}`,
      rule,
      ok: sent !== undefined && sent === arrived,
      detail: `${sent ?? '缺'} / ${arrived ?? '缺'}`,
    };
  });
}
