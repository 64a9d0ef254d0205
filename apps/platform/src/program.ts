import { readFile } from 'node:fs/promises';
import { Argument, Command, Option } from 'commander';
import { SERVICES } from '#contracts';
import { unwrap } from '#kernel';
import { loadPolicyTables, readYaml } from '#policy';
import { adjudicateCase, loadCatalogue, printCase } from '#settlement';
import { demo } from './commands/demo.js';
import { addForms } from './commands/forms-command.js';
import { addPolicy } from './commands/policy.js';
import { writeReferences } from './commands/references.js';
import { print, PlatformRefused, request, serviceOfJob } from './commands/shared.js';
import { addFilings } from './commands/filings-command.js';
import { addStatements } from './commands/statements-command.js';
import { simulateSeeds } from './commands/seeds.js';
import { simulate } from './commands/simulate.js';
import { DEFAULT_PORTS, up } from './commands/up.js';
import { verifyPlatform, verifyText } from './commands/verify.js';
import { bench, BENCH_PARTS } from './commands/bench.js';
import { DEFAULT_FOLDER, readLayout } from './platform/layout.js';
import { createTopics } from './platform/supervisor.js';
import { dateText, InputRefused, positive, withJson } from './options.js';

const withData = (command: Command): Command =>
  command.option('--data <folder>', '平台数据文件夹', process.env['KUASHENG_DATA'] ?? DEFAULT_FOLDER);
const withForm = (command: Command): Command =>
  command
    .addOption(new Option('--bus <kind>', '事件总线').choices(['postgres', 'kafka']).default('postgres'))
    .addOption(new Option('--jobs <kind>', '作业队列').choices(['postgres', 'redis']).default('postgres'))
    .option('--separate', '四个服务各用一个进程（使用 Kafka 或 Redis 时总是如此）', false)
    .addOption(
      new Option('--log-level <level>', '日志级别').choices(['error', 'warn', 'info', 'debug']).default('warn'),
    );

/** The command line `kuasheng`. Every command has `--json` and a help text that teaches. */
export function program(): Command {
  const root = new Command('kuasheng').description(
    '跨省异地就医直接结算与清算。示例：kuasheng demo；kuasheng up；kuasheng job run cut-off --as-of 2025-09-20',
  );
  addUp(root);
  addDemo(root);
  addSimulate(root);
  addJob(root);
  addAdjudicate(root);
  addPolicy(root);
  addRebuild(root);
  addVerify(root);
  addForms(root, (command) => withJson(withData(command)));
  addFilings(root, (command) => withJson(withData(command)));
  addStatements(root, (command) => withJson(withData(command)));
  addTools(root);
  return root;
}

function addUp(root: Command): void {
  withJson(withForm(withData(root.command('up').description('启动平台并保持运行，数据保存在文件夹中')))).action(
    async ({ data, bus, jobs, separate, logLevel, json }) => {
      const distributed = separate || bus === 'kafka' || jobs === 'redis';
      await up({ folder: data, bus, jobs, separate: distributed, ports: DEFAULT_PORTS, logLevel }, json);
    },
  );
}

function addDemo(root: Command): void {
  const command = root
    .command('demo')
    .description('演示一个清算月：备案、医药机构报文、对账、20/21/25/26日作业、通知书、预警、核验')
    .option('--claims <n>', '结算笔数（默认4000；--year 时为每月笔数，默认40）', positive)
    .option('--year', '演示一整年：年初与次年额度、十二个清算月、3月底限、紧急调增、回流省份对', false)
    .option('--seed <n>', '随机种子，同种子得同结果', positive, 20250801)
    .option('--out <folder>', '写出全部公布的表（默认 out/demo）')
    .option('--data <folder>', '数据文件夹（默认用临时文件夹；同一文件夹再次运行即继续）')
    .option('--keep', '结束后保留数据文件夹', false);
  withJson(withForm(command)).action(async (options) => {
    const result = await demo(options);
    process.exitCode = result.ok ? 0 : 1;
  });
}

function addSimulate(root: Command): void {
  withJson(
    withData(
      root
        .command('simulate')
        .description('对运行中的平台模拟一个月：四千家机构的报文与各省的办理')
        .option('--claims <n>', '结算笔数', positive, 500)
        .option('--seed <n>', '随机种子', positive, 20250801)
        .option('--target <url>', '结算服务地址；其余三个服务取其后连续的端口')
        .option('--out <folder>', '写出全部公布的表（默认 out/simulate）')
        .option(
          '--seeds <n>',
          '改为自 --seed 起逐个种子模拟数月：消息重复、迟到、乱序，步骤中断；每月核对。无须平台',
          positive,
        ),
    ),
  ).action(async ({ seeds, ...options }) => {
    const numbers = Array.from({ length: seeds ?? 0 }, (_, index) => options.seed + index);
    const result = seeds === undefined ? await simulate(options) : await simulateSeeds({ ...options, seeds: numbers });
    process.exitCode = result.ok ? 0 : 1;
  });
}

function addJob(root: Command): void {
  const job = root.command('job').description('查看或按业务日期运行作业步骤');
  withJson(
    withData(
      job
        .command('run <step>')
        .description(
          '按业务日期运行一个步骤，例如 cut-off、table、confirmations、investigation-list、notices；重复运行不改变结果',
        )
        .requiredOption('--as-of <date>', '业务日期', dateText),
    ),
  ).action(async (step, { data, asOf, json }) => {
    const layout = await readLayout(data);
    const service = await serviceOfJob(layout, step);
    const report = await request<Record<string, unknown>>('POST', `${layout.urls[service]}/ops/jobs/${step}/runs`, {
      body: { asOf },
    });
    const text = (): string =>
      Object.entries(report)
        .map(([name, value]) => `${name}: ${String(value)}`)
        .join('\n');
    print(json, report, text);
    // A refused step stays due: whoever runs it by a script must notice.
    process.exitCode = String(report['refused'] ?? '') === '' ? 0 : 1;
  });
  withJson(withData(job.command('list').description('列出全部步骤'))).action(async ({ data, json }) => {
    const layout = await readLayout(data);
    const lists = await Promise.all(
      SERVICES.map(async (service) => ({
        service,
        jobs: await request<readonly { job: string; description: string }[]>('GET', `${layout.urls[service]}/ops/jobs`),
      })),
    );
    const rows = lists.flatMap(({ service, jobs }) => jobs.map((entry) => ({ service, ...entry })));
    const text = (): string =>
      rows.map((row) => `${row.service.padEnd(13)} ${row.job.padEnd(20)} ${row.description}`).join('\n');
    print(json, rows, text);
  });
}

function addAdjudicate(root: Command): void {
  withJson(
    root
      .command('adjudicate <file>')
      .description(
        '按政策表计算一个案例文件（YAML），逐步打印金额、公式、政策值及其出处、规则号。示例见 examples/adjudicate',
      )
      .option('--policies <folder>', '政策表文件夹', 'policies'),
  ).action(async (file, { policies, json }) => {
    const text = await readFile(file, 'utf8').catch(() => {
      throw new InputRefused(`不能读取案例文件：${file}`);
    });
    const adjudicated = adjudicateCase(readYaml(text, file), {
      tables: loadPolicyTables(policies),
      catalogue: loadCatalogue(),
    });
    if (!adjudicated.ok) {
      const { message, rule, fields } = adjudicated.rejection;
      const unsaid = fields.filter((field) => !message.includes(field));
      throw new PlatformRefused(`${message}(${rule}${unsaid.length === 0 ? '' : `，字段${unsaid.join('、')}`})`);
    }
    print(json, unwrap(adjudicated), () => printCase(unwrap(adjudicated)));
    const { then, ...first } = unwrap(adjudicated);
    process.exitCode = [first, ...then].every(({ checks }) => checks.every(({ agrees }) => agrees)) ? 0 : 1;
  });
}

function addRebuild(root: Command): void {
  withJson(
    withData(
      root
        .command('rebuild <read-model>')
        .description('从第一个事件起重建一个读模型，期间业务照常，例如 filings、claims、differences'),
    ),
  ).action(async (model, { data, json }) => {
    const layout = await readLayout(data);
    for (const service of SERVICES) {
      try {
        const url = `${layout.urls[service]}/ops/read-models/${encodeURIComponent(model)}/rebuild`;
        const report = await request<{ events: number }>('POST', url);
        return print(
          json,
          { service, model, ...report },
          () => `${service} 的读模型 ${model} 已由 ${report.events} 个事件重建`,
        );
      } catch (error) {
        if (!(error instanceof PlatformRefused) || !error.message.includes('没有名为')) throw error;
      }
    }
    throw new PlatformRefused(`没有名为 ${model} 的读模型`);
  });
}

function addVerify(root: Command): void {
  withJson(
    withData(root.command('verify').description('核验全部不变式：哈希链、恒等式、清算表合计、服务之间的一致')),
  ).action(async ({ data, json }) => {
    const report = await verifyPlatform(await readLayout(data));
    print(json, report, () => verifyText(report));
    process.exitCode = report.ok ? 0 : 1;
  });
}

function addTools(root: Command): void {
  const topics = root.command('topics').description('事件主题');
  withJson(topics.command('create').description('按环境变量中的配置创建缺少的主题')).action(async ({ json }) => {
    const environment = process.env as Record<string, string>;
    const created = await createTopics(environment);
    print(json, { topics: created }, () => created.join('\n'));
  });
  withJson(
    root
      .command('references')
      .description('生成 docs/reference 下的 OpenAPI、AsyncAPI 与政策参数文档')
      .option('--check', '只检查是否最新', false),
  ).action(async ({ check, json }) => {
    const stale = await writeReferences(check);
    print(json, { stale }, () => (stale.length === 0 ? '参考文档均为最新' : `需要更新：${stale.join('、')}`));
    process.exitCode = check && stale.length > 0 ? 1 : 0;
  });
  withJson(
    root
      .command('bench')
      .description('在本机测量并与同次测得的物理上限并列，写入 docs/benchmarks/<日期>.json')
      .addArgument(new Argument('[part]', '只测一部分').choices(BENCH_PARTS))
      .option('--seconds <n>', '每项测量的秒数', positive, 10)
      .option('--claims <n>', 'close-month 清算月的费用笔数，settle 测内存所用的结算笔数', positive)
      .option('--processes <n>', 'settle 结算服务的进程数', positive, 1),
  ).action(async (part, options) => {
    await bench({ ...options, part });
  });
}
