/** Injection tokens of what `ServiceContext` holds. */
export const SERVICE_CONTEXT = Symbol('SERVICE_CONTEXT');
export const EVENT_STORE = Symbol('EVENT_STORE');
export const CLOCK = Symbol('CLOCK');
export const FIELD_CIPHER = Symbol('FIELD_CIPHER');
