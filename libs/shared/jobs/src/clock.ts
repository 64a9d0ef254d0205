import { businessDate, compareDates, shanghaiDateOf, startOfShanghaiDay, type BusinessDate } from '#kernel';

const DAY_MS = 86_400_000;

/** The only source of time for business purposes (architecture §6). */
export interface Clock {
  /** An instant within the business date. */
  now(): Date;
  /** Today in Asia/Shanghai. */
  businessDate(): BusinessDate;
}

export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }

  businessDate(): BusinessDate {
    return shanghaiDateOf(this.now());
  }
}

/** Where a simulated business date survives the end of a process. */
export interface BusinessDateStore {
  read(): Promise<string | null>;
  write(date: string): Promise<void>;
}

/**
 * A business date that is set, for demonstrations, tests and reruns. Instants lie within it and carry the real time of
 * day, so that they stay in order. Never used where KUASHENG_CLOCK is `system`.
 */
export class SimulatedClock implements Clock {
  private constructor(
    private readonly store: BusinessDateStore,
    private date: BusinessDate,
  ) {}

  static async open(store: BusinessDateStore, first: BusinessDate): Promise<SimulatedClock> {
    const kept = await store.read();
    return new SimulatedClock(store, kept === null ? first : businessDate(kept));
  }

  now(): Date {
    const real = new Date();
    const timeOfDay = (real.getTime() + 8 * 3_600_000) % DAY_MS;
    return new Date(startOfShanghaiDay(this.date).getTime() + timeOfDay);
  }

  businessDate(): BusinessDate {
    return this.date;
  }

  /** Kept before it takes effect, so that a restart goes on with the same day. */
  async setBusinessDate(date: BusinessDate): Promise<void> {
    if (compareDates(date, this.date) === 0) return;
    await this.store.write(date);
    this.date = date;
  }
}
