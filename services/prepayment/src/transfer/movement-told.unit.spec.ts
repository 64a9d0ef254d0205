import { describe, expect, it } from '@jest/globals';
import { CONTRACTS } from '#contracts';
import { movementTold } from './movement-told.js';

const slip = { bank: '中国银行', serialNumber: 'S1', on: '2025-02-10', reportedOn: '2025-02-11', reportedLate: false };
const transfer = {
  receiver: '31',
  transferId: '2025-31-32-1',
  payer: '32',
  amount: '100.00',
  returned: false,
  ...slip,
};

describe('movements told to whoever keeps the special accounts', () => {
  it.each([
    ['TransferPaid', transfer, { unit: '32', counterparty: '31', kind: 'advance-paid', direction: 'out' }],
    ['TransferReceived', transfer, { unit: '31', counterparty: '32', kind: 'temporary-receipt', direction: 'in' }],
    ['TransferPaid', { ...transfer, returned: true }, { unit: '31', kind: 'temporary-receipt', direction: 'out' }],
    ['TransferReceived', { ...transfer, returned: true }, { unit: '32', kind: 'advance-paid', direction: 'in' }],
    [
      'InterestReceived',
      { receiver: '31', amount: '3.21', ...slip },
      { unit: '31', counterparty: null, kind: 'interest', direction: 'in' },
    ],
  ])('PRE-07, PRE-08, CLR-13: %s in the books of its unit', (type, data, told) => {
    const event = movementTold({ type, data });
    expect(event).toMatchObject({ type: CONTRACTS.specialAccountMoved.type, data: { ...told, movedOn: '2025-02-10' } });
    expect(CONTRACTS.specialAccountMoved.schema.safeParse(event?.data).success).toBe(true);
  });

  it('PRE-07, CLR-13: a slip that was taken back says again what was told of it, under its number; one never told is not', () => {
    const data = { ...transfer, side: 'paid', attempt: 2, withdrawnOn: '2025-02-12', reason: '误报' };
    const event = movementTold({ type: 'TransferSlipWithdrawn', data });
    const paid = movementTold({ type: 'TransferPaid', data: { ...transfer, attempt: 2 } });
    expect(event).toEqual({
      type: CONTRACTS.specialAccountWithdrawn.type,
      data: { ...paid?.data, movementId: '2025-31-32-1/paid/2', reason: '误报', withdrawnOn: '2025-02-12' },
    });
    expect(CONTRACTS.specialAccountWithdrawn.schema.safeParse(event?.data).success).toBe(true);
    const unbooked = { increaseId: '2025-08-31-32', amount: '5.00', payer: '32', receiver: '31', booked: false };
    expect(movementTold({ type: 'IncreaseSlipWithdrawn', data: { ...data, ...unbooked } })).toBeNull();
  });

  it('CLR-13: an increase by its own dates; what is not booked and what is no movement is not told', () => {
    const paid = { increaseId: '2025-08-31-32', paidOn: '2025-09-20', bank: '中国银行', serialNumber: 'S2' };
    const booked = { ...paid, amount: '5.00', payer: '32', receiver: '31' };
    expect(movementTold({ type: 'IncreasePaid', data: booked })?.data).toMatchObject({
      ...{ movementId: 'increase-2025-08-31-32/paid', unit: '32', movedOn: '2025-09-20', serialNumber: 'S2' },
    });
    expect(movementTold({ type: 'IncreasePaid', data: paid })).toBeNull();
    expect(movementTold({ type: 'TransfersDue', data: { amount: '1.00' } })).toBeNull();
  });

  it.each(['Paid', 'Received', 'SlipWithdrawn'])(
    'PRE-07, PRE-08: Transfer%s and Increase%s of the same digits are two movements',
    (act) => {
      const facts = {
        ...slip,
        paidOn: '2026-11-20',
        receivedOn: '2026-11-20',
        side: 'paid',
        withdrawnOn: '2026-11-21',
      };
      const numbers = { transferId: '2026-11-33-32', increaseId: '2026-11-33-32', reason: '误报' };
      const data = { ...facts, ...numbers, payer: '32', receiver: '33', amount: '5.00' };
      const told = ['Transfer', 'Increase'].map((what) => movementTold({ type: `${what}${act}`, data })?.data);
      expect(told.every((one) => one !== undefined)).toBe(true);
      expect(new Set(told.map((one) => one?.['movementId'])).size).toBe(2);
    },
  );
});
