import type { JsonObject } from './types.js';

export type Upcast = (data: JsonObject) => JsonObject;

/** Current schema versions and the way up from each older one: `upcasts[0]` turns version 1 into 2, and so on. */
export interface EventType {
  readonly type: string;
  readonly upcasts: readonly Upcast[];
}

/** What a service knows of its own events. A type without an entry is at version 1. */
export class EventTypes {
  private readonly byName: ReadonlyMap<string, EventType>;

  constructor(types: readonly EventType[] = []) {
    this.byName = new Map(types.map((type) => [type.type, type]));
  }

  currentVersion(type: string): number {
    return (this.byName.get(type)?.upcasts.length ?? 0) + 1;
  }

  /** Data as the code of today reads it. A version newer than the code knows is refused: an old program must not guess. */
  upcast(type: string, schemaVersion: number, data: JsonObject): JsonObject {
    const current = this.currentVersion(type);
    if (schemaVersion > current)
      throw new RangeError(`事件 ${type} 的版本 ${schemaVersion} 高于本程序所知的 ${current}`);
    const steps = this.byName.get(type)?.upcasts.slice(schemaVersion - 1) ?? [];
    return steps.reduce((value, step) => step(value), data);
  }
}
