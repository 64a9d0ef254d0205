import { randomUUID } from 'node:crypto';
import { SERVICES, type ServiceName } from '#contracts';
import { mintDevelopmentToken, type Role } from '#http';
import type { Layout } from '../platform/layout.js';

/** The platform answered with a problem; its Chinese sentence is the message. */
export class PlatformRefused extends Error {
  override readonly name = 'PlatformRefused';
}

/** The platform failed or is away; the same request may succeed later. */
export class PlatformFailed extends Error {
  override readonly name = 'PlatformFailed';
}

export interface Caller {
  readonly roles: readonly Role[];
  readonly area: string;
}

export const OPERATOR: Caller = { roles: ['operations'], area: 'nation' };

/**
 * Token of a caller: `KUASHENG_TOKEN` where real tokens are used, otherwise one of the development issuer, which only an
 * embedded platform accepts.
 */
export const tokenOf = async ({ roles, area }: Caller): Promise<string> =>
  process.env['KUASHENG_TOKEN'] ?? mintDevelopmentToken({ subject: `cli-${roles[0]}-${area}`, roles, area });

const SERVER_FAILED = 500;

/**
 * One request to a service of the platform; throws `PlatformRefused` with the problem's sentence, `PlatformFailed` where the
 * platform is at fault.
 */
export async function request<T>(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  { caller = OPERATOR, body }: { readonly caller?: Caller; readonly body?: unknown } = {},
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${await tokenOf(caller)}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  });
  return readAnswer<T>(response, `${method} ${url}`);
}

/** The answer of a service, parsed; throws as `request` does. */
export async function readAnswer<T>(response: Response, what: string): Promise<T> {
  const text = await response.text();
  if (response.ok) return (text === '' ? null : JSON.parse(text)) as T;
  const message = problemOf(text) ?? `${what}: HTTP ${response.status}`;
  throw response.status >= SERVER_FAILED ? new PlatformFailed(message) : new PlatformRefused(message);
}

function problemOf(text: string): string | null {
  try {
    const { detail, rule } = JSON.parse(text) as { detail?: string; rule?: string };
    return detail === undefined ? null : `${detail}${rule ? `(${rule})` : ''}`;
  } catch {
    return null;
  }
}

interface KnownJob {
  readonly job: string;
  readonly description: string;
}

/** Which service has a job of this name. */
export async function serviceOfJob(layout: Layout, job: string): Promise<ServiceName> {
  const known: string[] = [];
  for (const service of SERVICES) {
    const jobs = await request<readonly KnownJob[]>('GET', `${layout.urls[service]}/ops/jobs`);
    if (jobs.some((candidate) => candidate.job === job)) return service;
    known.push(...jobs.map((candidate) => `  ${candidate.job.padEnd(20)} ${candidate.description}`));
  }
  throw new PlatformRefused(`没有名为 ${job} 的步骤。可用步骤：\n${known.join('\n')}`);
}

/** What a program reads (`--json`) or what a person reads. */
export function print(json: boolean, value: unknown, text: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text()}\n`);
}
