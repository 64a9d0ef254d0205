import type { ServiceName } from '#contracts';
import type { Role } from '#http';
import { HttpClient } from '../hospital/http.js';
import type { Person, WorldLink } from '../link.js';
import { hashOf } from '../random.js';

/** An agency asked and was refused; the platform's sentence. */
export class AgencyRefused extends Error {
  override readonly name = 'AgencyRefused';
}

export interface Act {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly service: ServiceName;
  readonly path: string;
  readonly role: Role;
  /** `nation` or a clearing unit. */
  readonly unit: string;
  /** Who of the office acts; the second approves what the first proposed (SEC-04). */
  readonly person?: Person;
  readonly body?: object;
}

/** The provinces' and the nation's own systems, speaking REST to the platform. */
export class Agencies {
  private readonly http: HttpClient;

  constructor(
    private readonly link: WorldLink,
    atOnce: number,
  ) {
    this.http = new HttpClient(atOnce);
  }

  /** The act's answer. Its key is drawn from what it is, so that the same act again is known as such (SET-15). */
  async do<T>({ method, service, path, role, unit, person, body }: Act): Promise<T> {
    const token = await this.link.tokenFor(role, unit, person);
    const text = method === 'GET' ? '' : JSON.stringify(body ?? {});
    const key = `${hashOf(`${method} ${path} ${text}`)}-${hashOf(`${text} ${path}`)}`;
    const headers = (): Record<string, string> => ({
      ...{ authorization: `Bearer ${token}`, 'idempotency-key': key },
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
    });
    const answer = await this.http.send({ method, url: `${this.link.urls[service]}${path}`, body: text, headers });
    if (answer.status >= 400) throw new AgencyRefused(`${method} ${path}: ${detailOf(answer.text)}`);
    return JSON.parse(answer.text) as T;
  }

  close(): void {
    this.http.close();
  }
}

function detailOf(text: string): string {
  try {
    return (JSON.parse(text) as { detail?: string }).detail ?? text;
  } catch {
    return text;
  }
}

/** Runs a task for every item, so many at once, each as soon as one of them is done. */
export async function forEach<T>(items: readonly T[], atOnce: number, task: (item: T) => Promise<void>): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) await task(next.value);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
}
