import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const SETTLED = 120_000;

describe('documents made from the running services', () => {
  it(
    'OpenAPI of every service and AsyncAPI of the events are as they are kept in docs/reference',
    async () => {
      const { stdout } = await run(process.execPath, ['bin/kuasheng.mjs', 'references', '--check', '--json']);
      expect(JSON.parse(stdout)).toEqual({ stale: [] });
    },
    SETTLED,
  );
});
