// jest globalTeardown: the end of the server of global-postgres.mjs.
import { rm } from 'node:fs/promises';

export default async function stopTestPostgres() {
  const started = globalThis.kuashengTestPostgres;
  if (!started) return;
  await started.server.stop();
  await rm(started.folder, { recursive: true, force: true });
}
