import { describe, expect, it } from '@jest/globals';
import { refuseLetter } from './annex-2.pdf.js';
import { cityNamesOf } from './city-names.js';
import { formOf, PLACE } from '../../../test/forms.js';

describe('fields of annexes 1 and 2', () => {
  it('REG-22: what the filing and the person say stands in the fields, what nobody told is null', () => {
    expect(formOf(PLACE.wuxi).fields).toEqual({
      ...{ province: '江苏省', filingId: 'BA1', name: '欧阳测试', sex: '男', scheme: 'employee' },
      ...{ idNumber: '320202196005012013', cardNumber: null, kind: 'long-term-resident', entry: 'new' },
      ...{ homeAddress: null, careAddress: null, phone1: null, phone2: null, contact: null },
      ...{ insuredPlace: '江苏省无锡市', carePlace: '广东省韶关市' },
      ...{ destinationProvince: '广东省', destinationCity: '韶关市', validFrom: '2025-08-01', validTo: null },
      ...{ documentsProvided: false, missingDocuments: '居住证、居民户口簿（任选其一）', supplementBy: '2025-08-16' },
      ...{ filledOn: '2025-08-01', signature: null, agency: null, agencyPhone: null, handler: null },
      ...{ handledOn: '2025-08-02', remarks: '本表由参保人员填写，由医保经办部门存档，两年内不得销毁。' },
    });
  });

  it.each([
    ['310', 'employee'],
    ['390', 'resident'],
    ['510', null],
  ])('REG-22: 险种 %s is %s', (insuranceType, scheme) => {
    expect(formOf(PLACE.wuxi, { person: { insuranceType } }).fields.scheme).toBe(scheme);
  });

  it('REG-22: a filing that replaces another is a change; cancelled it is so named only where the form has the box', () => {
    const replaced = { replaces: 'BA0' };
    expect(formOf(PLACE.wuxi, { filing: replaced }).fields.entry).toBe('change');
    expect(formOf(PLACE.wuxi, { filing: replaced, cancelled: true }).fields.entry).toBe('change');
    expect(formOf(PLACE.jiyuan, { filing: replaced, cancelled: true }).fields.entry).toBe('cancel');
  });

  it('REG-04: a unit filed as a whole has no city; a city no table names goes by its code', () => {
    expect(formOf(PLACE.wuxi, { filing: { destination: '310000' } }).fields).toMatchObject({
      ...{ carePlace: '上海市', destinationProvince: '上海市', destinationCity: null },
    });
    expect(formOf(PLACE.wuxi, { filing: { destination: '330100' } }).fields).toMatchObject({
      ...{ carePlace: '浙江省330100', destinationCity: '330100' },
    });
  });

  it('REG-03: the letter itself and identity prove no category, a residence permit does', () => {
    const papers = (...kinds: string[]) =>
      formOf(PLACE.wuxi, { filing: { documents: kinds.map((kind) => ({ kind, documentId: null })), owed: null } })
        .fields;
    expect(papers('promise-letter', 'identity').documentsProvided).toBe(false);
    expect(papers('identity', 'residence-permit')).toMatchObject({ documentsProvided: true, missingDocuments: null });
  });

  it.each([
    [PLACE.wuxi, '两年'],
    [PLACE.jiyuan, '两年'],
    [PLACE.huaian, '三年'],
    [PLACE.nation, '两年'],
  ])('REG-20: the letter of %s says it is kept %s', (region, years) => {
    expect(formOf(region).fields.remarks).toContain(`${years}内不得销毁`);
  });

  it('REG-22, REG-09: there is a letter for a filing on a promise and for no other', () => {
    expect(refuseLetter({ byPromise: true }).ok).toBe(true);
    expect(refuseLetter({ byPromise: false })).toMatchObject({ ok: false, rejection: { rule: 'REG-22' } });
  });

  it('REG-22: a place has its name without the time its table is for', () => {
    const tables = [{ region: '320200', name: '无锡市（2025年1月至7月）' }];
    expect(cityNamesOf({ tables: tables as never }).get('320200')).toBe('无锡市');
  });
});
