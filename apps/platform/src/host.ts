import 'reflect-metadata';
import { parseConfig, startService, type RunningService } from '#service';
import { ALL_SERVICES } from './platform/services.js';

/** The embedded host: the four services in one process, each its own application on its own port. */
const config = parseConfig(process.env);
const running: RunningService[] = [];

const end = async (code: number): Promise<void> => {
  setTimeout(() => process.exit(code || 1), 20_000).unref();
  await Promise.all(running.map((service) => service.stop().catch(() => undefined)));
  process.exit(code);
};
process.once('SIGTERM', () => void end(0));
process.once('SIGINT', () => void end(0));

for (const definition of ALL_SERVICES) {
  const service = await startService(definition, config);
  service.onFatal((error) => {
    process.stderr.write(`${definition.name}: ${error.message}\n`);
    void end(1);
  });
  running.push(service);
}
