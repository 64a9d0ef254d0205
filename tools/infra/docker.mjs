// @ts-check
// Docker with the images that compose.yaml, the Dockerfile and the container tests name.
import { run } from './processes.mjs';

export const IMAGES = Object.freeze({
  postgres: 'postgres:18',
  redis: 'redis:8',
  kafka: 'apache/kafka:4.1.1',
  node: 'node:24-slim',
});

/** @type {typeof import('./docker.mjs').ensure} */
export async function ensure() {
  const engine = await run('docker', ['info', '--format', '{{.ServerVersion}}'], 20_000);
  if (!engine.ok) return { available: false, reason: '没有可用的 Docker(docker info 失败)', env: {} };
  const compose = await run('docker', ['compose', 'version'], 20_000);
  if (!compose.ok) return { available: false, reason: '没有 docker compose', env: {} };
  for (const image of Object.values(IMAGES)) {
    if ((await run('docker', ['image', 'inspect', image], 20_000)).ok) continue;
    const pulled = await run('docker', ['pull', '--quiet', image], 300_000);
    if (!pulled.ok) return { available: false, reason: `镜像 ${image} 不在本机,也无法拉取`, env: {} };
  }
  return { available: true, env: { KUASHENG_TEST_DOCKER: '1' } };
}
