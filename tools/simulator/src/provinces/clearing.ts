import { CLEARING_UNITS } from '#kernel';
import { forEach, type Agencies } from './agencies.js';

const AT_ONCE = 8;

/** 确认清算表 by all provinces (CLR-04). */
export const confirmTables = (agencies: Agencies, month: string): Promise<void> =>
  forEach(CLEARING_UNITS, AT_ONCE, async ({ code: unit }) => {
    await agencies.do({
      ...{ method: 'POST', service: 'clearing', path: `/clearing/periods/${month}/confirmations/${unit}` },
      ...{ role: 'provincial-agency', unit },
    });
  });

/** 提请发布 and 复核发布 by two persons of the nation (SEC-04). */
export async function approvePublication(agencies: Agencies, month: string): Promise<void> {
  const as = { method: 'POST', service: 'clearing', role: 'national-agency', unit: 'nation' } as const;
  await agencies.do({ ...as, path: `/clearing/periods/${month}/publication` });
  await agencies.do({ ...as, path: `/clearing/periods/${month}/publication-approval`, person: 'second' });
}

interface Notice {
  readonly unit: string;
  readonly paymentTotal: string;
}

async function noticesOf(agencies: Agencies, month: string): Promise<readonly Notice[]> {
  const { notices } = await agencies.do<{ notices: readonly Notice[] }>({
    ...{ method: 'GET', service: 'clearing', path: `/clearing/notices/${month}` },
    ...{ role: 'national-agency', unit: 'nation' },
  });
  return notices;
}

/** 移交财政 (CLR-06). */
export async function handOver(agencies: Agencies, month: string): Promise<void> {
  await forEach(await noticesOf(agencies, month), AT_ONCE, async ({ unit }) => {
    await agencies.do({
      ...{ method: 'POST', service: 'clearing', path: `/clearing/notices/${month}/${unit}/hand-over` },
      ...{ role: 'provincial-agency', unit },
    });
  });
}

/** 财政划款, with bank and serial number (CLR-12), by whoever has something to pay. */
export async function pay(agencies: Agencies, month: string): Promise<void> {
  const notices = await noticesOf(agencies, month);
  const paying = notices.filter(({ paymentTotal }) => paymentTotal !== '0.00');
  await forEach(paying, AT_ONCE, async ({ unit }) => {
    await agencies.do({
      ...{ method: 'POST', service: 'clearing', path: `/clearing/notices/${month}/${unit}/paid` },
      ...{ role: 'provincial-finance', unit },
      body: { bank: '中国银行', serialNumber: `${month.replace('-', '')}${unit}000001` },
    });
  });
}

/** 反馈划款与收款 (CLR-06). */
export async function report(agencies: Agencies, month: string): Promise<void> {
  await forEach(await noticesOf(agencies, month), AT_ONCE, async ({ unit }) => {
    await agencies.do({
      ...{ method: 'POST', service: 'clearing', path: `/clearing/notices/${month}/${unit}/reported` },
      ...{ role: 'provincial-agency', unit },
    });
  });
}
