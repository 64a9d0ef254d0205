import { clearingService } from '#clearing';
import { prepaymentService } from '#prepayment';
import { registrationService } from '#registration';
import type { ServiceDefinition } from '#service';
import { settlementService } from '#settlement';

/** The four services, in the order in which data flows. */
export const ALL_SERVICES: readonly ServiceDefinition[] = [
  registrationService,
  settlementService,
  clearingService,
  prepaymentService,
];
