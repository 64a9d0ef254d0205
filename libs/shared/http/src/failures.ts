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

/** A business refusal: 404 where the thing does not exist, else 422. */
export class Refused extends HttpProblem {
  constructor({ code, rule, message, fields }: Rejection) {
    super({ status: code.endsWith('.unknown') ? 404 : 422, title: '业务不予办理', code, rule, fields }, message);
  }
}
