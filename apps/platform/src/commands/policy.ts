import { Option, type Command } from 'commander';
import { dateText, InputRefused, withJson } from '../options.js';
import { policyCheck } from './policy-check.js';
import { policyCheckText } from './policy-check-text.js';
import { print } from './shared.js';

const regionText = (text: string): string => {
  if (!/^\d{6}$/.test(text)) throw new InputRefused(`地区须为六位区划代码：${text}`);
  return text;
};

const HELP = `
核对分两步：先核对文件本身，一次列出全部问题，每条写明文件和字段；再与政策表文件夹中的其他表合并，
列出该地区某日的生效政策，每个取值写明取自哪个文件、哪条依据。有问题或有参数没有取值时退出码为 1。
文件不必放在政策表文件夹中，草稿可以先核对再放入。写法见 docs/reference/policy.md。

示例：
  kuasheng policy check policies/city/320200.yaml
  kuasheng policy check 草稿/330100.yaml --date 2026-01-01 --scheme employee
  kuasheng policy check policies/province/320000.yaml --region 320500    江苏的表在苏州
  kuasheng policy check policies/city/320800.yaml --json`;

/** `kuasheng policy`: for whoever writes the tables. */
export function addPolicy(root: Command): void {
  const policy = root.command('policy').description('政策表');
  withJson(
    policy
      .command('check <file>')
      .description('核对一个政策表文件，列出生效政策和每个取值的出处')
      .option('--region <code>', '列出哪个地区的生效政策（默认为文件的地区，可为其所属地区）', regionText)
      .option('--date <date>', '哪一天的生效政策（默认为文件的 effectiveFrom）', dateText)
      .addOption(
        new Option('--scheme <scheme>', '只列一个险种的待遇（默认两个都列）').choices(['employee', 'resident']),
      )
      .option('--policies <folder>', '政策表文件夹', 'policies')
      .addHelpText('after', HELP),
  ).action((file: string, { json, ...options }) => {
    const report = policyCheck(file, options);
    print(json, report, () => policyCheckText(report));
    process.exitCode = report.ok ? 0 : 1;
  });
}
