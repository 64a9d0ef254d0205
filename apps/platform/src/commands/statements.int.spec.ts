import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import { saveLayout, urlsOn } from '../platform/layout.js';
import { PROJECT_ROOT } from '../platform/project-root.js';
import { program } from '../program.js';

const EXAMPLES = join(PROJECT_ROOT, 'examples/statements');
const FINANCE_ACCOUNT = {
  ...{ accountName: '江苏省财政厅社会保障基金财政专户', accountNumber: '3201000012345678', bankName: '中国银行' },
  ...{ bankCode: '104301003011', effectiveOn: '2025-10-01' },
};

let folder: string;
let service: ServiceUnderTest;
let drop: () => Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kuasheng-statements-'));
  const databases = await testEnvironment();
  ({ drop } = databases);
  service = await startServiceForTest('clearing', databases.environment);
  const urls = {
    ...urlsOn('127.0.0.1', { registration: 1, settlement: 1, clearing: 1, prepayment: 1 }),
    clearing: service.url,
  };
  await saveLayout(folder, { bus: 'postgres', jobs: 'postgres', urls, environment: {}, supervisorPid: 0 });
  await service.setBusinessDate('2025-10-01');
  const as = { roles: ['provincial-agency'] as const, area: '32' };
  await service.call('PUT', '/clearing/finance-accounts/32', { as, body: FINANCE_ACCOUNT });
  await service.setBusinessDate('2025-11-03');
});

afterAll(async () => {
  await service.stop();
  await drop();
  await rm(folder, { recursive: true, force: true });
});

/** What a command prints, and its exit code. */
async function run(...words: readonly string[]): Promise<{ readonly text: string; readonly code: number }> {
  const said: string[] = [];
  const [write, codeBefore] = [process.stdout.write.bind(process.stdout), process.exitCode];
  process.stdout.write = (text: string | Uint8Array) => said.push(String(text)) > 0;
  try {
    process.exitCode = 0;
    await program().parseAsync(['node', 'kuasheng', 'statements', ...words, '--unit', '32', '--data', folder]);
    return { text: said.join(''), code: Number(process.exitCode) };
  } finally {
    process.stdout.write = write;
    process.exitCode = codeBefore;
  }
}

describe('kuasheng statements', () => {
  it('CLR-13: imports a file of either kind, again without effect, and prints what is open', async () => {
    const first = await run('import', join(EXAMPLES, 'ccb.csv'));
    expect(first.text).toMatch(
      /对账单 5678-2025-10-10-2025-10-22-\w+（2025-10-10 至 2025-10-22）：新增流水8笔，已有0笔\n自动勾对0笔/,
    );
    expect((await run('import', join(EXAMPLES, 'camt053.xml'))).text).toContain('新增流水0笔，已有8笔');
    const { text } = await run('open');
    expect(text).toMatch(/^江苏省 财政专户 2025-11-03 未达账项 8 笔：银行已收、企业未收4笔，银行已付、企业未付4笔\n/);
    expect(text).toMatch(/银行已付、企业未付 +80000\.00 +2025-10-22 +12天 /);
  });

  it('CLR-13: prints the 余额调节表 of a day, whose two sides agree', async () => {
    const { text, code } = await run('reconciliation', '--on', '2025-10-15');
    expect(code).toBe(0);
    const [head, account, , ...rows] = text.split('\n');
    expect(head).toBe('江苏省 财政专户 银行存款余额调节表 2025-10-15');
    expect(account).toBe('账号尾号 5678：对账单至 2025-10-31，余额 920972.06 元');
    expect(rows.map((row) => row.replaceAll(/ +/g, ' '))).toEqual([
      '银行对账单余额 999587.50 │ 单位账面余额 1000000.00',
      '加：企业已收、银行未收 0.00 │ 加：银行已收、企业未收 300.00',
      '减：企业已付、银行未付 0.00 │ 减：银行已付、企业未付 712.50',
      '调节后余额 999587.50 │ 调节后余额 999587.50',
      ...['✓ 调节后余额相符', ''],
    ]);
    expect(JSON.parse((await run('reconciliation', '--json')).text)).toMatchObject({
      unit: '32',
      on: '2025-11-03',
      agrees: true,
    });
  });

  it('CLR-13: a refused file is told by its sentence, a missing one by its path, another unit by its code', async () => {
    const file = join(folder, 'gap.csv');
    await writeFile(file, '账号,3201000012345678\n交易日期,借方,贷方,余额\n2025-11-01,,5.00,5.00\n');
    await expect(run('import', file)).rejects.toThrow(/缺少中间的对账单.*CLR-13/);
    await expect(run('import', join(folder, 'none.csv'))).rejects.toThrow('不能读取对账单文件');
    await expect(program().parseAsync(['node', 'kuasheng', 'statements', 'open', '--unit', '99'])).rejects.toThrow(
      '--unit',
    );
  });
});
