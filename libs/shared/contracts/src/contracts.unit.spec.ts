import { describe, expect, it } from '@jest/globals';
import { CATALOGUE, FUND_COLUMNS, fundColumnOf, schemeOfInsuranceType } from './index.js';

describe('contracts', () => {
  it.each(CATALOGUE.map((contract) => [contract.type, contract] as const))(
    '%s has an example its schema accepts',
    (_type, contract) => {
      expect(contract.schema.parse(contract.example)).toEqual(contract.example);
    },
  );

  it('names every contract once, with its version', () => {
    const types = CATALOGUE.map((contract) => contract.type);
    expect(new Set(types).size).toBe(types.length);
    expect(types.every((type) => /^[a-z]+\.[a-z-]+\.v\d+$/.test(type))).toBe(true);
  });

  it('CLR-14: maps every fund code to exactly one column of its scheme', () => {
    const employee = ['310100', '310200', '330100', '370100', '320100', '350100', '610100', '999997'];
    expect(employee.map((code) => fundColumnOf('employee', code))).toEqual(
      FUND_COLUMNS.employee.map(({ column }) => column),
    );
    const resident = ['390100', '390200', '610100', '390400'];
    expect(resident.map((code) => fundColumnOf('resident', code))).toEqual(
      FUND_COLUMNS.resident.map(({ column }) => column),
    );
  });

  it('CLR-14: folds local and unknown codes into 其他 and never clears what the hospital bears', () => {
    expect(fundColumnOf('employee', '99999737')).toBe('other');
    expect(fundColumnOf('resident', '390300')).toBe('other');
    expect(fundColumnOf('employee', '310103')).toBe('other');
    expect(fundColumnOf('employee', '888888')).toBe('other');
    expect(fundColumnOf('employee', '999996')).toBeNull();
  });

  it('CLR-14: only employees and residents are cleared', () => {
    expect(schemeOfInsuranceType('310')).toBe('employee');
    expect(schemeOfInsuranceType('390')).toBe('resident');
    expect(schemeOfInsuranceType('510')).toBeNull();
  });
});
