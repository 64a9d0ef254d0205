import { parse as parseYaml, YAMLParseError } from 'yaml';

/** Everything wrong with the policy files, each sentence naming file and field. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** The faults that people make, in words. */
const FAULTS: Readonly<Partial<Record<string, string>>> = {
  DUPLICATE_KEY: '同一字段写了两次',
  TAB_AS_INDENT: '缩进须用空格，不能用制表符',
  BAD_INDENT: '缩进没有对齐',
  MISSING_CHAR: '缺少冒号、引号或括号',
  UNEXPECTED_TOKEN: '有多余的符号，或缺少括号、逗号',
  BLOCK_AS_IMPLICIT_KEY: '冒号、缩进有误，或值没有加引号',
  MULTILINE_IMPLICIT_KEY: '字段名跨了行，或缺少冒号',
  IMPOSSIBLE: '缩进或括号有误',
};

/** Parses YAML with every scalar as text: an amount written 0.10 stays exactly that. */
export function readYaml(text: string, file: string): unknown {
  try {
    return parseYaml(text, { schema: 'failsafe', uniqueKeys: true });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line ?? 0;
    throw new PolicyError([`${file}：第${line}行不是合格的YAML：${FAULTS[error.code] ?? error.code}`]);
  }
}
