import { readFile } from 'node:fs/promises';
import type { Figure } from './figures.js';

const MEBIBYTE_IN_KIB = 1024;

/** The most memory a service has had; systems without /proc do not tell. */
export async function peakOf(service: string, pid: number | undefined): Promise<readonly Figure[]> {
  const status = await readFile(`/proc/${pid ?? 0}/status`, 'utf8').catch(() => '');
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  if (kibibytes === undefined) return [];
  const mebibytes = Number(kibibytes) / MEBIBYTE_IN_KIB;
  return [
    {
      ...{ name: `memory of ${service} at its highest`, unit: 'MiB', value: mebibytes.toFixed(0) },
      ...{ limit: { what: 'aim', value: '1024' }, ratio: (MEBIBYTE_IN_KIB / mebibytes).toFixed(2) },
    },
  ];
}
