import type { LoggerService } from '@nestjs/common';
import { pino, stdTimeFunctions, type Logger, type LoggerOptions } from 'pino';
import { maskText } from '#privacy';

/** Members that hold personal data wherever they stand in a logged object (SEC-02). */
const PERSONAL = [
  'psn_name',
  'certno',
  'mdtrt_cert_no',
  'name',
  'idNumber',
  'phone',
  'tel',
  'bankAccount',
  'credential',
  'credentials',
  'authorization',
  'secret',
];
const PATHS = PERSONAL.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** One JSON line a record, in Asia/Shanghai-independent ISO time; names and numbers masked (SEC-02). */
export function createLogger(service: string, level: string, options: LoggerOptions = {}): Logger {
  return pino({
    ...options,
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: PATHS, censor: '[已隐去]' },
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: serializeError },
    hooks: {
      logMethod(input, method) {
        const masked = input.map((part) => (typeof part === 'string' ? maskText(part) : part));
        method.apply(this, masked as Parameters<typeof method>);
      },
    },
  });
}

function serializeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: maskText(String(error)) };
  const cause = error.cause === undefined ? {} : { cause: serializeError(error.cause) };
  return { type: error.name, message: maskText(error.message), stack: maskText(error.stack ?? ''), ...cause };
}

/** Nest's own messages through the same logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: contextOf(rest) }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const error = rest.find((part) => part instanceof Error) ?? (message instanceof Error ? message : undefined);
    this.logger.error({ context: contextOf(rest), ...(error === undefined ? {} : { err: error }) }, String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn({ context: contextOf(rest) }, String(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: contextOf(rest) }, String(message));
  }
}

const contextOf = (rest: readonly unknown[]): string | undefined =>
  [...rest].reverse().find((part): part is string => typeof part === 'string');
