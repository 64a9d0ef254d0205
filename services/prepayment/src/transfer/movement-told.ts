import { CONTRACTS, type SpecialAccountMoved } from '#contracts';
import type { JsonObject } from '#event-store';
import type { IntegrationEvent } from '#service';
import { movedOf, MOVEMENTS, WITHDRAWALS } from './queries/ledger/ledger.projection.js';

/**
 * 预付金收付、利息 as the special account of their unit sees them (PRE-07, CLR-13), also those told once more and those taken back; null
 * for whatever is not booked.
 */
export function movementTold(event: { readonly type: string; readonly data: JsonObject }): IntegrationEvent | null {
  if (event.type === 'MovementRetold') return { type: CONTRACTS.specialAccountMoved.type, data: event.data };
  const isWithdrawn = WITHDRAWALS.includes(event.type);
  const data = isWithdrawn || MOVEMENTS.includes(event.type) ? factsOf(event) : null;
  if (data === null) return null;
  if (!isWithdrawn) return { type: CONTRACTS.specialAccountMoved.type, data };
  const why = { reason: String(event.data['reason']), withdrawnOn: String(event.data['withdrawnOn']) };
  return { type: CONTRACTS.specialAccountWithdrawn.type, data: { ...data, ...why } };
}

function factsOf(event: { readonly type: string; readonly data: JsonObject }): SpecialAccountMoved | null {
  const moved = movedOf(event);
  if (moved === null) return null;
  const [debited, credited] = moved.bookings;
  const direction = debited.account === 'special-account' ? 'in' : 'out';
  const against = direction === 'in' ? credited : debited;
  const isInterest = against.account === 'interest-income';
  return {
    ...{ movementId: moved.id, unit: against.unit, counterparty: isInterest ? null : against.counterparty },
    kind: isInterest ? 'interest' : (against.account as 'advance-paid' | 'temporary-receipt'),
    ...{ direction, amount: debited.debit.toString(), movedOn: moved.on },
    ...{ bank: String(event.data['bank']), serialNumber: String(event.data['serialNumber']) },
  };
}
