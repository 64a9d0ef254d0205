import type { DynamicModule, Type } from '@nestjs/common';
import type { ServiceName } from '#contracts';
import type { AnyMessageHandler } from '#event-bus';
import type { EventStore, EventType, JsonObject, Projection, RecordedEvent } from '#event-store';
import type { Clock, DueStep, JobHandler } from '#jobs';
import type { BusinessDate } from '#kernel';
import type { FieldCipher } from '#privacy';
import type { ServiceConfig } from './config.js';

/** What every part of a service works with; given to Nest under the tokens of `tokens.ts`. */
export interface ServiceContext {
  readonly config: ServiceConfig;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly cipher: FieldCipher;
}

/** An event of ours as the other services get it: a contract's type and data. */
export interface IntegrationEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One invariant of `kuasheng verify`: what was checked, whether it holds, and the figures. */
export interface Check {
  readonly name: string;
  readonly rule: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface DailyJob {
  readonly handler: JobHandler;
  /** HH:mm in Asia/Shanghai; null for a step that only runs by name. */
  readonly time: string | null;
}

/** Everything that makes a service this service; `startService` does the rest the same way for all four. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  /** Chinese title, for OpenAPI. */
  readonly title: string;
  /** Folder of the service's own numbered `.sql` files. */
  readonly migrations: URL;
  readonly eventTypes: readonly EventType[];
  readonly projections: readonly Projection[];
  /** TypeORM entities over the read models and administration tables. */
  readonly entities: readonly Type[];
  /** What the relay publishes; null keeps the event inside. */
  translate(event: RecordedEvent<JsonObject>): IntegrationEvent | null;
  /** Types of events that `translate` may publish, where others are many: the relay passes over those unread. */
  readonly published?: readonly string[];
  /** Topics of other services and what is done with their messages. */
  readonly consumes: readonly string[];
  handlers(context: ServiceContext): readonly AnyMessageHandler[];
  /** Daily jobs in the order they run on one day. */
  jobs(context: ServiceContext): readonly DailyJob[];
  /** Steps of a timetable whose day came before this date and that are not done; a service without a timetable has none. */
  overdue?(context: ServiceContext, date: BusinessDate): Promise<readonly DueStep[]>;
  /** Controllers and command and query handlers. */
  module(context: ServiceContext): DynamicModule;
  verify(context: ServiceContext): Promise<readonly Check[]>;
  /** Figures that must agree with those of other services once everything has been delivered; text, never numbers. */
  figures(context: ServiceContext): Promise<Readonly<Record<string, string>>>;
  /** Paths whose bodies reach the controller as bytes. */
  readonly rawBodyRoutes?: readonly string[];
  /** Whether files are uploaded to it. */
  readonly uploads?: boolean;
  /** Paths below which a body of CSV or XML is read by the handler as it comes. */
  readonly streamedBodyRoutes?: readonly string[];
}
