import { forEach, type Agencies } from './agencies.js';

interface Transfer {
  readonly transferId: string;
  readonly receiver: string;
  readonly payer: string;
  readonly amount: string;
  readonly mark: '' | '*';
  readonly handedOverOn: string | null;
  readonly paidOn: string | null;
  readonly receivedOn: string | null;
}

const AT_ONCE = 8;

/** 移交财政、付款、收款 of the year's levels, the money reported by both sides with bank, serial number and day (PRE-02, PRE-03, PRE-07). */
export async function moveAdvances(agencies: Agencies, year: string, on: string): Promise<void> {
  const { transfers } = await agencies.do<{ transfers: readonly Transfer[] }>({
    ...{ method: 'GET', service: 'prepayment', path: `/prepayment/transfers?year=${year}` },
    ...{ role: 'national-agency', unit: 'nation' },
  });
  const report = (side: 'payment' | 'receipt', unit: string, { transferId, amount }: Transfer): Promise<unknown> =>
    agencies.do({
      ...{ method: 'POST', service: 'prepayment', path: `/prepayment/transfers/${transferId}/${side}` },
      ...{ role: 'provincial-finance', unit },
      body: { amount, on, bank: '中国银行', serialNumber: `${transferId}-${side}` },
    });
  const handOver = (unit: string, { transferId }: Transfer): Promise<unknown> =>
    agencies.do({
      ...{ method: 'POST', service: 'prepayment', path: `/prepayment/transfers/${transferId}/hand-over` },
      ...{ role: 'provincial-agency', unit, body: {} },
    });
  await forEach(transfers, AT_ONCE, async (transfer) => {
    const { payer, receiver, mark } = transfer;
    const [from, to] = mark === '*' ? [receiver, payer] : [payer, receiver];
    if (transfer.handedOverOn === null) await handOver(from, transfer);
    if (transfer.paidOn === null) await report('payment', from, transfer);
    if (transfer.receivedOn === null) await report('receipt', to, transfer);
  });
}
