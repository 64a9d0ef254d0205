import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clearingMonth, lastDayOf, Money } from '#kernel';
import type { ServiceUnderTest } from '#testing';
import { filing, HOSPITAL, openVisit, person, registered, send, startSettlement } from './hospital.js';
import { rowsOf, sum, type Row } from './month.js';
import { province } from './settled-day.js';

const COUNTY_A = '32080300000000000131';
const COUNTY_B = '32080400000000000132';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

/** Two persons of two counties of Huai'an, treated in Shanghai in August; the hospital confirms the month by 3201. */
beforeAll(async () => {
  const started = await startSettlement();
  ({ settlement, end } = started);
  const of = (psnNo: string) => ({ psnNo, insuredRegion: psnNo.slice(0, 6) });
  await registered(settlement, started.environment, {
    persons: [COUNTY_A, COUNTY_B].map((psnNo) => person(of(psnNo))),
    filings: [COUNTY_A, COUNTY_B].map((psnNo) => filing({ ...of(psnNo), filingId: `BA-${psnNo}` })),
  });
  for (const psnNo of [COUNTY_A, COUNTY_A, COUNTY_B]) {
    const { settle } = await openVisit(settlement, 600, psnNo);
    expect((await send(settlement, '2207', { data: settle })).infcode).toBe('0');
  }
});

afterAll(() => end());

async function confirmMonth(month = '2025-08', before: readonly Row[] = []): Promise<void> {
  const rows = (await rowsOf(settlement)).filter(({ setl_id }) => before.every((row) => row.setl_id !== setl_id));
  const data = {
    ...{ insutype: '310', clr_type: '11', setl_optins: '310115', fixmedins_setl_cnt: String(rows.length) },
    ...{
      stmt_begndate: `${month}-01`,
      stmt_enddate: lastDayOf(clearingMonth(month)),
      medfee_sumamt: sum(rows, 'medfee'),
    },
    ...{ fund_pay_sumamt: sum(rows, 'fund'), acct_pay: sum(rows, 'acct') },
  };
  expect((await send(settlement, '3201', { data })).output).toMatchObject({ stmtinfo: { stmt_rslt: '0' } });
}
const payable = async (): Promise<string> => {
  const rows = await rowsOf(settlement);
  return Money.of(sum(rows, 'fund'))
    .plus(Money.of(sum(rows, 'acct')))
    .toString();
};

describe('paying hospitals', () => {
  const months = async (area = '31') => {
    const path = `/settlement/hospital-payments?unit=${area}&month=2025-08`;
    return (await settlement.call('GET', path, { as: province(area) })).body;
  };
  const pay = (changes: object, area = '31') =>
    settlement.call('POST', '/settlement/hospital-payments', {
      as: province(area),
      body: {
        ...{ unit: area, institutionCode: HOSPITAL, month: '2025-08', amount: '1.00' },
        ...{ bank: '中国银行', serialNumber: 'S1', paidOn: '2025-09-20' },
        ...changes,
      },
    });

  it('REC-03: nothing is paid before the hospital has confirmed; from the 21st of the next month it is late by name', async () => {
    const waiting = { institutionCode: HOSPITAL, claims: 3, unconfirmed: 3, confirmed: '0.00', paid: '0.00' };
    await settlement.setBusinessDate('2025-09-20');
    const days = { confirmBy: '2025-09-20', payBy: '2025-09-20' };
    expect(await months()).toMatchObject([{ ...waiting, ...days, confirmationLate: false, paymentLate: false }]);
    expect((await pay({})).body['code']).toBe('payment.too-much');
    await settlement.setBusinessDate('2025-09-21');
    expect(await months()).toMatchObject([{ ...waiting, confirmationLate: true, paymentLate: false }]);
  });

  it('REC-03, SEC-01: what is confirmed is paid by its own place of care, to the cent, and late ones are marked', async () => {
    await confirmMonth();
    const total = await payable();
    expect(await months()).toMatchObject([
      { unconfirmed: 0, confirmed: total, outstanding: total, confirmationLate: false, paymentLate: true },
    ]);
    expect((await pay({ amount: '1.00' }, '33')).body['code']).toBe('payment.nothing');
    expect((await pay({ unit: '31' }, '33')).status).toBe(403);
    const over = Money.of(total).plus(Money.of('0.01')).toString();
    expect((await pay({ amount: over, paidOn: '2025-09-21' })).body).toMatchObject({
      code: 'payment.too-much',
      rule: 'REC-03',
    });
    expect((await pay({ amount: '1.00' })).status).toBe(200);
    expect((await pay({ amount: '1.00' })).status).toBe(200);
    const rest = Money.of(total).minus(Money.of('1.00')).toString();
    expect(await months()).toMatchObject([{ paid: '1.00', outstanding: rest, paidLate: false }]);
    expect((await pay({ amount: rest, serialNumber: 'S2', paidOn: '2025-09-21' })).status).toBe(200);
    expect(await months()).toMatchObject([{ paid: total, outstanding: '0.00', paidLate: true, paymentLate: true }]);
    expect(await months('32')).toEqual([]);
  });
});

describe('figures of counties at the place of insurance', () => {
  const figures = (path = '', body?: object, city = '320800', unit = '32') =>
    settlement.call(body === undefined ? 'GET' : 'POST', `/settlement/county-figures/${unit}/${city}/2025-08${path}`, {
      as: province(unit),
      ...(body === undefined ? {} : { body }),
    });

  it('REC-04: made by the 15th, checked in three working days, remitted in five, as Huai’an has it; nowhere else', async () => {
    expect((await figures('', {}, '320200')).body['code']).toBe('county.none');
    expect((await figures('', {}, '310100')).body['code']).toBe('http.forbidden');
    for (const county of ['320803', '320000']) {
      expect((await figures('', {}, county)).body['code']).toBe('county.no-city');
    }
    expect((await figures()).body['code']).toBe('county.not-generated');
    expect((await figures('', {})).status).toBe(200);
    const rows = (await figures()).body as unknown as {
      generatedOn: string;
      late: boolean;
      checkBy: string;
      counties: { county: string; claims: number; amount: string }[];
    };
    // Sunday the 21st: Monday, Tuesday, Wednesday.
    expect(rows).toMatchObject({ generatedOn: '2025-09-21', late: true, checkBy: '2025-09-24' });
    expect(rows.counties.map(({ county, claims }) => [county, claims])).toEqual([
      ['320803', 2],
      ['320804', 1],
    ]);
    expect(Money.sum(rows.counties.map(({ amount }) => Money.of(amount))).toString()).toBe(await payable());
    expect((await figures('', {})).body['code']).toBe('county.generated');
    await settlement.setBusinessDate('2025-09-24');
    expect((await figures('/320803/confirmation', {})).status).toBe(200);
    await settlement.setBusinessDate('2025-09-25');
    expect((await figures('/320804/confirmation', {})).status).toBe(200);
    const amount = rows.counties[0]?.amount;
    const slip = { amount, bank: '中国银行', serialNumber: 'R1', remittedOn: '2025-09-25' };
    expect((await figures('/320803/remittance', { ...slip, amount: '0.01' })).body['code']).toBe('county.amount');
    expect((await figures('/320803/remittance', slip)).status).toBe(200);
    // 28 September is a working day before the holidays of October.
    expect((await figures()).body).toMatchObject({
      counties: [
        {
          county: '320803',
          confirmedLate: false,
          remitBy: '2025-09-30',
          remittedOn: '2025-09-25',
          remittedLate: false,
        },
        { county: '320804', confirmedLate: true, remittedOn: null },
      ],
    });
    expect((await figures('', undefined, '320800', '33')).body['code']).toBe('http.forbidden');
    // What August's figures have counted is not counted again.
    await settlement.setBusinessDate('2025-10-15');
    const september = '/settlement/county-figures/32/320800/2025-09';
    expect((await settlement.call('POST', september, { as: province('32'), body: {} })).status).toBe(200);
    const next = await settlement.call('GET', september, { as: province('32') });
    expect(next.body).toMatchObject({ late: false, counties: [] });
  });
});

describe('a refund after its month was paid', () => {
  it('REC-03, SET-13: what it leaves overpaid is kept back from what the hospital is paid for another month', async () => {
    const paid = await rowsOf(settlement);
    const [first] = paid;
    const [whose] = await settlement.database.read<{ psn_no: string }>(
      'select psn_no from read_claims.claim where claim_id = $1',
      [first?.setl_id],
    );
    const refund = { setl_id: first?.setl_id, mdtrt_id: first?.mdtrt_id, psn_no: whose?.psn_no };
    expect((await send(settlement, '2208', { data: refund })).infcode).toBe('0');
    await confirmMonth('2025-10', paid);
    const refunded = await rowsOf(settlement);
    await settlement.setBusinessDate('2025-11-03');
    const { settle } = await openVisit(settlement, 900, COUNTY_A);
    expect((await send(settlement, '2207', { data: settle })).infcode).toBe('0');
    await confirmMonth('2025-11', refunded);
    const isNew = ({ setl_id }: Row): boolean => refunded.every((row) => row.setl_id !== setl_id);
    const fundOf = (rows: readonly Row[]) => Money.of(sum(rows, 'fund')).plus(Money.of(sum(rows, 'acct')));
    const due = fundOf((await rowsOf(settlement)).filter(isNew)).minus(fundOf(first === undefined ? [] : [first]));
    expect(due.isPositive()).toBe(true);
    const pay = (amount: Money) =>
      settlement.call('POST', '/settlement/hospital-payments', {
        as: province('31'),
        body: {
          ...{ unit: '31', institutionCode: HOSPITAL, month: '2025-11', amount: amount.toString() },
          ...{ bank: '中国银行', serialNumber: 'N1', paidOn: '2025-11-03' },
        },
      });
    expect((await pay(due.plus(Money.of('0.01')))).body['code']).toBe('payment.too-much');
    expect((await pay(due)).status).toBe(200);
  });
});
