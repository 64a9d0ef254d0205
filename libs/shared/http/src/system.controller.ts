import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Access } from './access.js';
import { METRICS, type Metrics } from './metrics.js';
import { SERVICE_OPERATIONS, type ServiceOperations } from './operations.js';

/** Whether it lives, whether it is ready, and its figures. Open to the probes; nothing personal in them. */
@ApiTags('system')
@Controller()
export class SystemController {
  constructor(
    @Inject(SERVICE_OPERATIONS) private readonly service: ServiceOperations,
    @Inject(METRICS) private readonly metrics: Metrics,
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
  ) {}

  @Get('health/live')
  @Access({ roles: [], area: 'public', purpose: '存活探针' })
  live() {
    return { status: 'ok', service: this.service.service };
  }

  @Get('health')
  @Access({ roles: [], area: 'public', purpose: '就绪探针' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const parts = await this.service.health();
    try {
      return await this.health.check(
        Object.entries(parts).map(([part, state]) => () => {
          const check = this.indicator.check(part);
          return state === 'up' ? check.up() : check.down();
        }),
      );
    } catch {
      reply.status(503);
      return { status: 'error', details: parts };
    }
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Access({ roles: [], area: 'public', purpose: 'Prometheus 指标' })
  figures(): Promise<string> {
    return this.metrics.text();
  }
}
