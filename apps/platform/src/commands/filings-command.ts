import { Option, type Command } from 'commander';
import { importFilings } from './import-filings.js';
import { unitText } from '../options.js';

/** `kuasheng filings …`; `shared` adds the options every command on a running platform has. */
export function addFilings(root: Command, shared: (command: Command) => Command): void {
  const filings = root.command('filings').description('备案');
  shared(
    filings
      .command('import <file>')
      .description(
        '批量迁入备案（CSV，格式见 docs/reference/import.md）；中断后再次运行同一命令即从断点继续，重复导入不改变结果',
      )
      .requiredOption('--unit <code>', '报送的清算单位，两位代码', unitText)
      .option('--errors <file>', '错误清单写到何处（默认 <file>.errors.csv）')
      .addOption(new Option('--encoding <name>', '文件编码（默认自动识别）').choices(['utf-8', 'gb18030']))
      .option('--import-id <id>', '批次号（默认由文件内容得出）')
      .option('--check-only', '只检查，不导入', false),
  ).action(async (file: string, options) => {
    const { refused } = await importFilings(file, options);
    process.exitCode = refused === 0 ? 0 : 1;
  });
}
