import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** Every fault as the path of its field and what is wrong, in Chinese. */
export const faultsOf = (error: z.ZodError): readonly (readonly [path: string, message: string])[] =>
  error.issues.flatMap((issue) => describeIssue(issue));

/** One sentence a fault, naming file and field; `prefix` is the place of the checked part within the file. */
export function issuesOf(error: z.ZodError, file: string, prefix: string): string[] {
  return faultsOf(error).map(([path, message]) => {
    const field = [prefix, path].filter((part) => part !== '').join('.');
    return `${file}：${field === '' ? '文件' : field}：${message}`;
  });
}

/** What was to stand at a place, by the type that was expected there. */
const FORMS: Readonly<Record<string, string>> = {
  object: '一组“字段: 值”',
  record: '一组“名称: 值”',
  array: '列表[…]',
};
const isChinese = (message: string): boolean => /[\u4e00-\u9fff]/.test(message);

function describeIssue(issue: Issue): (readonly [path: string, message: string])[] {
  const path = issue.path.map(String).join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return [[path, `不认识的字段${issue.keys.join('、')}`]];
    case 'invalid_type':
      return [[path, isChinese(issue.message) ? issue.message : `缺少，或不是${FORMS[issue.expected] ?? '一个值'}`]];
    case 'invalid_value':
      return [[path, isChinese(issue.message) ? issue.message : `须为${issue.values.map(String).join('、')}之一`]];
    case 'invalid_union':
      return unionIssue(issue, path);
    default:
      return [[path, issue.message]];
  }
}

/** The faults within the form that was meant, where one of them can be told; else that no form fits. */
function unionIssue(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: string,
): (readonly [path: string, message: string])[] {
  const { errors, message } = issue;
  const options = 'options' in issue ? (issue.options ?? []) : [];
  if (options.length > 0) return [[path, `须为${options.map(String).join('、')}之一`]];
  const meant = errors
    .filter((issues) => issues.length > 0 && issues.every((issue) => issue.path.length > 0 || isUnknownKey(issue)))
    .sort((a, b) => weightOf(a) - weightOf(b))[0];
  if (!meant) return [[path, isChinese(message) ? message : '写法不对']];
  return meant
    .flatMap((issue) => describeIssue(issue))
    .map(([within, text]) => [[path, within].filter((part) => part !== '').join('.'), text] as const);
}

const isUnknownKey = (issue: Issue): boolean => issue.code === 'unrecognized_keys';
/** The form with the fewest faults was meant; a member that the form does not know weighs as much as one that is wrong. */
const weightOf = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
