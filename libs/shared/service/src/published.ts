import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import type { Relay } from '#event-bus';
import { SERVICE_LIMITS } from './limits.js';
import { RELAY } from './tokens.js';

/** `true`: other services see the act a moment after this answer; `false`: it is recorded and they see it later. */
export const PUBLISHED_HEADER = 'Kuasheng-Published';

/** Holds an answer back until what was recorded is on the bus, for a bounded time: the act stands in any case. */
@Injectable()
class PublishedInterceptor implements NestInterceptor {
  constructor(@Inject(RELAY) private readonly relay: Pick<Relay, 'hasPublished'>) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        const published = await this.relay.hasPublished(SERVICE_LIMITS.publishedMs);
        void reply.header(PUBLISHED_HEADER, String(published));
        return answer;
      }),
    );
  }
}

/**
 * For acts other services must know at once: the answer comes when the act is on the bus, or after two seconds with
 * `Kuasheng-Published: false`. Refusals, which record nothing, are answered at once and without the header.
 */
export const AnsweredWhenPublished = (): MethodDecorator =>
  applyDecorators(
    UseInterceptors(PublishedInterceptor),
    ApiOkResponse({
      description: '已办理',
      headers: {
        [PUBLISHED_HEADER]: {
          description: 'true：其他服务即刻可见；false：已办理，其他服务稍后可见',
          schema: { type: 'string', enum: ['true', 'false'] },
        },
      },
    }),
  );
