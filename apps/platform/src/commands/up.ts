import { SERVICES, type ServiceName } from '#contracts';
import { onInterrupt } from '../platform/interrupt.js';
import { Supervisor, type SupervisorOptions } from '../platform/supervisor.js';

export const DEFAULT_PORTS: Readonly<Record<ServiceName, number>> = {
  settlement: 18_101,
  registration: 18_102,
  clearing: 18_103,
  prepayment: 18_104,
};

/** Runs the platform until it is told to stop, and says where everything is. */
export async function up(options: SupervisorOptions, json: boolean): Promise<void> {
  const supervisor = new Supervisor(options);
  onInterrupt(() => supervisor.stop(), 0);
  const layout = await supervisor.start();
  if (json) {
    process.stdout.write(`${JSON.stringify({ urls: layout.urls, folder: options.folder })}\n`);
    return;
  }
  const lines = SERVICES.map(
    (service) => `  ${service.padEnd(13)} ${layout.urls[service]}   文档 /docs  指标 /metrics`,
  );
  process.stdout.write(
    [
      '平台已启动，数据保存在 ' + options.folder,
      ...lines,
      `  医药机构接口  ${layout.urls.settlement}/hsa`,
      '按 Ctrl-C 停止',
    ].join('\n') + '\n',
  );
}
