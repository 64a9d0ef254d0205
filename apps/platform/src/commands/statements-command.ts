import type { Command } from 'commander';
import { dateText, unitText } from '../options.js';
import { importStatement, showOpenParts, showReconciliation } from './statements.js';

/** `kuasheng statements …`; `shared` adds the options every command on a running platform has. */
export function addStatements(root: Command, shared: (command: Command) => Command): void {
  const statements = root.command('statements').description('财政专户：银行对账单、未达账项、余额调节表 (CLR-13)');
  const ofUnit = (command: Command): Command =>
    shared(command.requiredOption('--unit <code>', '清算单位，两位代码', unitText));
  ofUnit(
    statements
      .command('import <file>')
      .description(
        '导入银行对账单（CSV 或 camt.053，格式见 docs/reference/treasury.md）并自动勾对；重复导入不改变结果，例如 kuasheng statements import 10月.csv --unit 32',
      )
      .option('--account <number>', '专户账号，文件未注明时给出'),
  ).action(async (file: string, options) => {
    await importStatement(file, options);
  });
  ofUnit(
    statements.command('open').description('列出未达账项：未勾对的流水、未收付的通知书与预付金，按账龄，附可能的对应'),
  ).action(async (options) => {
    await showOpenParts(options);
  });
  ofUnit(
    statements
      .command('reconciliation')
      .description('打印余额调节表；两边调节后余额不符时以1结束')
      .option('--on <date>', '截止业务日期（默认平台的业务日期）', dateText),
  ).action(async (options) => {
    const { agrees } = await showReconciliation(options);
    process.exitCode = agrees ? 0 : 1;
  });
}
