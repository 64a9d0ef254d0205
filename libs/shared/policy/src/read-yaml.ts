import { parse as parseYaml, YAMLParseError } from 'yaml';

/** Everything wrong with the policy files, each sentence naming file and field. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Parses YAML with every scalar as text: an amount written 0.10 stays exactly that. */
export function readYaml(text: string, file: string): unknown {
  try {
    return parseYaml(text, { schema: 'failsafe', uniqueKeys: true });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line ?? 0;
    throw new PolicyError([`${file}：第${line}行不是合格的YAML：${error.code}`]);
  }
}
