import type { Command } from 'commander';
import { monthText } from '../options.js';
import { writeForms } from './forms.js';

/** `kuasheng forms <month>`; `shared` adds the options every command on a running platform has. */
export function addForms(root: Command, shared: (command: Command) => Command): void {
  shared(
    root
      .command('forms')
      .description(
        '写出一个清算月的全部正式表单（附件3至10、14至16），全国与各省，xlsx 与 PDF，例如 kuasheng forms 2025-08',
      )
      .argument('<month>', '清算月份', monthText)
      .option('--out <folder>', '写入的文件夹', 'out/forms'),
  ).action(async (month: string, options) => {
    await writeForms(month, options);
  });
}
