import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from './access.js';
import { BadRequest, NotFound } from './failures.js';
import { dateInput } from './inputs.js';
import { SERVICE_OPERATIONS, type ServiceOperations } from './operations.js';
import { ZodBody } from './zod-input.js';

const OPERATIONS = { roles: ['operations', 'system'] as const, area: 'nation' as const };
const rule = (purpose: string) => ({ ...OPERATIONS, roles: [...OPERATIONS.roles], purpose });
const asOf = z.strictObject({ asOf: dateInput });
const date = z.strictObject({ date: dateInput });

/** The ops team's way in: jobs, dead letters, read models, checks. Everything here is for operations only. */
@ApiTags('ops')
@Controller('ops')
export class OpsController {
  constructor(@Inject(SERVICE_OPERATIONS) private readonly service: ServiceOperations) {}

  @Get('jobs')
  @Access(rule('作业清单'))
  jobs() {
    return this.service.jobs();
  }

  @Post('jobs/:job/runs')
  @HttpCode(200)
  @Access(rule('按业务日期运行作业'))
  async runJob(@Param('job') job: string, @ZodBody(asOf) body: z.infer<typeof asOf>) {
    if (!this.service.jobs().some((known) => known.job === job)) throw new NotFound(`没有名为${job}的作业`);
    return this.service.runJob(job, body.asOf);
  }

  @Post('days')
  @HttpCode(200)
  @Access(rule('运行一个业务日的全部作业'))
  runDay(@ZodBody(asOf) body: z.infer<typeof asOf>) {
    return this.service.runDay(body.asOf);
  }

  @Get('overdue')
  @Access(rule('到期未办的步骤'))
  overdue() {
    return this.service.overdue();
  }

  @Get('clock')
  @Access(rule('当前业务日期'))
  clock() {
    return { businessDate: this.service.businessDate() };
  }

  @Post('clock')
  @HttpCode(200)
  @Access(rule('设置模拟业务日期'))
  async setClock(@ZodBody(date) body: z.infer<typeof date>) {
    await this.service.setBusinessDate(body.date).catch((error: Error) => {
      throw new BadRequest(error.message, ['date']);
    });
    return { businessDate: this.service.businessDate() };
  }

  @Get('lag')
  @Access(rule('消息与读模型的滞后'))
  lag() {
    return this.service.lag();
  }

  @Get('dead-letters')
  @Access(rule('死信清单'))
  deadLetters() {
    return this.service.deadLetters();
  }

  @Post('dead-letters/:id/replay')
  @HttpCode(200)
  @Access(rule('重放死信'))
  async replay(@Param('id') id: string) {
    const outcome = await this.service.replayDeadLetter(id);
    if (outcome === 'unknown') throw new NotFound('没有这条死信');
    return { outcome };
  }

  @Post('read-models/:name/rebuild')
  @HttpCode(200)
  @Access(rule('重建读模型'))
  async rebuild(@Param('name') name: string) {
    return this.service.rebuild(name).catch((error: Error) => {
      throw error.name === 'UnknownProjection' ? new NotFound(error.message) : error;
    });
  }

  @Post('verify')
  @HttpCode(200)
  @Access(rule('核验不变式'))
  verify() {
    return this.service.verify();
  }

  @Get('figures')
  @Access(rule('跨服务核对用的合计'))
  figures() {
    return this.service.figures();
  }
}
