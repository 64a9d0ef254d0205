import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter as BoardAdapter } from '@bull-board/fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { CheckToken } from './access.js';

type BoardServer = Parameters<typeof createBullBoard>[0]['serverAdapter'];
const BOARD_PATH = '/ops/queues';
const COOKIE = 'kuasheng_board';

/**
 * bull-board for the ops teams at /ops/queues. A browser cannot send a bearer token with every picture of a page, so the
 * token may also come once as `?token=` and is then kept in a cookie of this path. Only the
 * nation's operations may look.
 */
export async function mountQueueBoard(
  app: NestFastifyApplication,
  queues: readonly unknown[],
  checkToken: CheckToken,
): Promise<void> {
  const board = new BoardAdapter();
  board.setBasePath(BOARD_PATH);
  const adapters = queues.map((queue) => new BullMQAdapter(queue as ConstructorParameters<typeof BullMQAdapter>[0]));
  // The two packages of one release spell a callback's type differently.
  createBullBoard({ queues: adapters, serverAdapter: board as unknown as BoardServer });
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      const token = tokenOf(request.headers, request.query as Record<string, string>);
      const principal = token === null ? null : await checkToken(token).catch(() => null);
      if (principal?.area !== 'nation' || !principal.roles.includes('operations')) {
        await reply.status(403).type('application/problem+json; charset=utf-8').send(REFUSED);
        return;
      }
      void reply.header('set-cookie', `${COOKIE}=${token}; Path=${BOARD_PATH}; HttpOnly; SameSite=Strict`);
    });
    await scope.register(board.registerPlugin() as never, { prefix: BOARD_PATH });
  });
}

const REFUSED = JSON.stringify({
  type: 'urn:kuasheng:http.forbidden',
  title: '无权访问',
  status: 403,
  detail: '作业面板只对运维人员开放',
  code: 'http.forbidden',
  rule: 'SEC-01',
  fields: [],
});

function tokenOf(headers: Readonly<Record<string, unknown>>, query: Readonly<Record<string, string>>): string | null {
  const bearer = /^Bearer (\S+)$/.exec(String(headers['authorization'] ?? ''))?.[1];
  const cookie = new RegExp(`${COOKIE}=([^;]+)`).exec(String(headers['cookie'] ?? ''))?.[1];
  return bearer ?? query['token'] ?? cookie ?? null;
}
