import { describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import { citiesRef, cityLines, decideSettleCity, type Cities, type SettleCity } from './city.js';

const none: Cities = citiesRef('2025-08', '32').definition.initialState();
const settle = (changes: Partial<SettleCity> = {}, cities = none) =>
  decideSettleCity(
    {
      ...{ month: '2025-08', unit: '32', city: '320200', direction: 'remit' as const, due: Money.of('50.00') },
      ...{ amount: Money.of('50.00'), bank: '中国银行', serialNumber: 'C1', movedOn: '2025-10-14', on: '2025-10-14' },
      ...{ notice: { publishedOn: '2025-09-30', handOverBy: '2025-10-14' }, ...changes },
    },
    cities,
  );

describe('cities and their province', () => {
  it('CLR-07: five working days from the notice, a day later is late', () => {
    expect(settle()).toMatchObject({ value: [{ type: 'CitySettled', data: { late: false } }] });
    expect(settle({ movedOn: '2025-10-15', on: '2025-10-15' })).toMatchObject({ value: [{ data: { late: true } }] });
  });

  it('CLR-07: exactly the city’s part, after the notice, and not where it has none', () => {
    expect(settle({ amount: Money.of('49.99') })).toMatchObject({ rejection: { code: 'city.amount', rule: 'CLR-07' } });
    expect(settle({ due: null })).toMatchObject({ rejection: { code: 'city.nothing-due' } });
    expect(settle({ notice: null })).toMatchObject({ rejection: { code: 'city.no-notice' } });
    expect(settle({ movedOn: '2025-09-29' })).toMatchObject({ rejection: { code: 'city.moved-on' } });
    expect(settle({ movedOn: '2025-10-15' })).toMatchObject({ rejection: { code: 'city.moved-on' } });
  });

  it('CLR-08: a negative part flows the other way, and its event says so', () => {
    const turned = settle({ due: Money.of('-50.00') });
    expect(turned).toMatchObject({ value: [{ data: { direction: 'remit', amount: '50.00', returned: true } }] });
    expect(settle({ due: Money.of('-50.00'), amount: Money.of('49.99') })).toMatchObject({
      rejection: { code: 'city.amount', message: expect.stringContaining('的50.00元') },
    });
  });

  it('CLR-07: what has not moved after its day is late; a part without a city is nobody’s to settle', () => {
    const moved = [{ city: '320200', direction: 'remit', movedOn: '2025-10-14', late: false }];
    const owed = [
      { key: '', cleared: '7.00' },
      { key: '320200', cleared: '50.00' },
      { key: '320500', cleared: '0.00' },
    ];
    const owing = [{ key: '320200', cleared: '3.00' }];
    expect(cityLines({ owed, owing, moved, isPast: true })).toEqual([
      { city: '320200', direction: 'remit', due: '50.00', settledOn: '2025-10-14', late: false },
      { city: '320200', direction: 'receive', due: '3.00', settledOn: null, late: true },
    ]);
  });

  it('CLR-15: the same again changes nothing; the other direction is another movement', () => {
    const done = { settled: new Set(['320200/remit']) };
    expect(settle({}, done)).toEqual({ ok: true, value: [] });
    expect(settle({ direction: 'receive' }, done)).toMatchObject({ value: [{ data: { direction: 'receive' } }] });
  });
});
