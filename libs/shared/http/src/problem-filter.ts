import { randomUUID } from 'node:crypto';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { HttpProblem, TooBusy } from './failures.js';

interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly rule: string;
  readonly fields: readonly string[];
  readonly instance: string;
}

const TITLES: Readonly<Record<number, readonly [title: string, detail: string]>> = {
  400: ['请求有误', '请求不是合法的 JSON 或缺少必要内容'],
  404: ['未找到', '没有这个接口或记录'],
  405: ['方法不允许', '该接口不支持此方法'],
  413: ['内容过大', '请求内容超过上限，请分批提交'],
  415: ['格式不支持', '请以 application/json 提交'],
};

/** Every failure as application/problem+json (RFC 9457): Chinese for people, code and rule for programs, never a stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const body = this.bodyOf(error, request);
    void reply.status(body.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(body));
  }

  private bodyOf(error: unknown, request: FastifyRequest): ProblemBody {
    const known = (error as { name?: string } | null)?.name === 'Busy' ? new TooBusy() : error;
    if (known instanceof HttpProblem) {
      const { status, title, code, rule, fields } = known.problem;
      return {
        type: `urn:kuasheng:${code}`,
        title,
        status,
        detail: known.detail,
        code,
        rule,
        fields,
        instance: request.id,
      };
    }
    const status = statusOf(known);
    const [title, detail] = TITLES[status] ?? ['请求有误', '请求不能处理'];
    if (status < 500) {
      return {
        type: 'about:blank',
        title,
        status,
        detail,
        code: `http.${status}`,
        rule: '',
        fields: [],
        instance: request.id,
      };
    }
    return this.defect(error);
  }

  private defect(error: unknown): ProblemBody {
    const reference = randomUUID().slice(0, 8);
    this.log.error({ err: error, reference }, '请求处理失败');
    const detail = `系统内部错误，请稍后重试；联系运维时请提供编号${reference}`;
    return {
      type: 'about:blank',
      title: '系统错误',
      status: 500,
      detail,
      code: 'http.500',
      rule: '',
      fields: [],
      instance: reference,
    };
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
