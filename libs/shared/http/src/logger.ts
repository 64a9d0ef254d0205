import type { LoggerService } from '@nestjs/common';
import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { maskValue } from './log-masks.js';

/** One JSON line a record, in Asia/Shanghai-independent ISO time; names, numbers and secrets masked (SEC-02). */
export function createLogger(service: string, level: string, to: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      // errors are written out below, with their texts masked
      serializers: { err: (error: unknown) => error },
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        logMethod(input, method) {
          const [first, ...rest] = input.map((part) => maskValue(part));
          const shown = input[0] instanceof Error ? { err: first } : first;
          method.apply(this, [shown, ...rest] as Parameters<typeof method>);
        },
      },
    },
    to,
  );
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
