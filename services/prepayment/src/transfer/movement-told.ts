import { CONTRACTS, type SpecialAccountMoved } from '#contracts';
import type { JsonObject } from '#event-store';
import type { IntegrationEvent } from '#service';
import { movedOf } from './queries/ledger/ledger.projection.js';

/** Events that move money of a special account. */
export const MOVEMENTS: readonly string[] = [
  ...['TransferPaid', 'TransferReceived', 'IncreasePaid', 'IncreaseReceived'],
  'InterestReceived',
];

/**
 * 预付金收付、利息 as the special account of their unit sees them (PRE-07, CLR-13), also those told once more; null for whatever is not
 * booked.
 */
export function movementTold(event: { readonly type: string; readonly data: JsonObject }): IntegrationEvent | null {
  if (event.type === 'MovementRetold') return { type: CONTRACTS.specialAccountMoved.type, data: event.data };
  const moved = MOVEMENTS.includes(event.type) ? movedOf(event) : null;
  if (moved === null) return null;
  const [debited, credited] = moved.bookings;
  const direction = debited.account === 'special-account' ? 'in' : 'out';
  const against = direction === 'in' ? credited : debited;
  const isInterest = against.account === 'interest-income';
  const data: SpecialAccountMoved = {
    ...{ movementId: moved.id, unit: against.unit, counterparty: isInterest ? null : against.counterparty },
    kind: isInterest ? 'interest' : (against.account as 'advance-paid' | 'temporary-receipt'),
    ...{ direction, amount: debited.debit.toString(), movedOn: moved.on },
    ...{ bank: String(event.data['bank']), serialNumber: String(event.data['serialNumber']) },
  };
  return { type: CONTRACTS.specialAccountMoved.type, data };
}
