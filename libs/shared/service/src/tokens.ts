/** Injection tokens of what `ServiceContext` holds, and of the service's ends on the bus and its figures. */
export const SERVICE_CONTEXT = Symbol('SERVICE_CONTEXT');
export const EVENT_STORE = Symbol('EVENT_STORE');
export const CLOCK = Symbol('CLOCK');
export const FIELD_CIPHER = Symbol('FIELD_CIPHER');
export const EVENT_BUS = Symbol('EVENT_BUS');
export const RELAY = Symbol('RELAY');
