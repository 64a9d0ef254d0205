import { HttpException } from '@nestjs/common';
import type { Rejection } from '#kernel';

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly rule: string;
  readonly fields: readonly string[];
}

/** An answer other than success that is expected: said plainly, without a stack. */
export class HttpProblem extends HttpException {
  constructor(
    readonly problem: Problem,
    readonly detail: string,
  ) {
    super(detail, problem.status);
  }
}

const plain = (status: number, title: string, code: string): Problem => ({ status, title, code, rule: '', fields: [] });

export class Unauthorized extends HttpProblem {
  constructor(detail: string) {
    super({ ...plain(401, '未登录', 'http.unauthorized'), rule: 'SEC-01' }, detail);
  }
}
export class Forbidden extends HttpProblem {
  constructor(detail: string) {
    super({ ...plain(403, '无权访问', 'http.forbidden'), rule: 'SEC-01' }, detail);
  }
}
export class NotFound extends HttpProblem {
  constructor(detail: string) {
    super(plain(404, '未找到', 'http.not-found'), detail);
  }
}
export class BadRequest extends HttpProblem {
  constructor(detail: string, fields: readonly string[] = []) {
    super({ ...plain(400, '请求有误', 'http.bad-request'), fields }, detail);
  }
}
/** What is asked for does not fit what is there. */
export class Conflict extends HttpProblem {
  constructor(detail: string, fields: readonly string[] = []) {
    super({ ...plain(409, '与现状冲突', 'http.conflict'), fields }, detail);
  }
}
export class KeyConflict extends HttpProblem {
  constructor() {
    super(
      { ...plain(409, '请求编号重复', 'http.key-conflict'), rule: 'SET-15', fields: ['Idempotency-Key'] },
      '同一请求编号(Idempotency-Key)已用于内容不同的请求',
    );
  }
}
export class TooBusy extends HttpProblem {
  constructor() {
    super(plain(503, '系统繁忙', 'http.busy'), '系统繁忙，请稍后以同一请求编号重发');
  }
}
/** The token may be right; the issuer's keys to check it with cannot be had. */
export class IssuerUnavailable extends HttpProblem {
  constructor(override readonly cause: unknown) {
    super(plain(503, '系统繁忙', 'http.issuer-unavailable'), '暂时无法核对访问令牌，请稍后再试');
  }
}

/** A code that is not a thing but a value in the request: it is wrong, not missing. */
const VALUES: readonly string[] = ['region.unknown', 'clearing-unit.unknown'];

/** Ends of rejection codes and what they mean in HTTP; every other refusal is 422. */
const STATUS_OF_CODE: readonly (readonly [end: string, status: number])[] = [
  ['.unknown', 404],
  ['.exists', 409],
  ['.conflict', 409],
];

function statusOfCode(code: string): number {
  const found = VALUES.includes(code) ? undefined : STATUS_OF_CODE.find(([end]) => code.endsWith(end));
  return found?.[1] ?? 422;
}

/** A business refusal: 404 where the thing does not exist, 409 where it is there already, else 422. */
export class Refused extends HttpProblem {
  constructor({ code, rule, message, fields }: Rejection) {
    super({ status: statusOfCode(code), title: '业务不予办理', code, rule, fields }, message);
  }
}
