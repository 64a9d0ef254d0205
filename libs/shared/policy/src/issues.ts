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

function describeIssue(issue: Issue): (readonly [path: string, message: string])[] {
  const path = issue.path.map(String).join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return [[path, `不认识的字段${issue.keys.join('、')}`]];
    case 'invalid_type':
      return [[path, issue.input === undefined ? '缺少，或写法不对' : '写法不对']];
    case 'invalid_value':
      return [
        [
          path,
          /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : `须为${issue.values.map(String).join('、')}之一`,
        ],
      ];
    case 'invalid_union':
      return unionIssue(issue, path);
    default:
      return [[path, issue.message]];
  }
}

/** The faults within the form that was meant, where one of them can be told; else that no form fits. */
function unionIssue(
  { errors, message }: Extract<Issue, { code: 'invalid_union' }>,
  path: string,
): (readonly [path: string, message: string])[] {
  const meant = errors
    .filter((issues) => issues.length > 0 && issues.every((issue) => issue.path.length > 0 || isUnknownKey(issue)))
    .sort((a, b) => weightOf(a) - weightOf(b))[0];
  if (!meant) return [[path, /[\u4e00-\u9fff]/.test(message) ? message : '写法不对，或kind不认识']];
  return meant
    .flatMap((issue) => describeIssue(issue))
    .map(([within, text]) => [[path, within].filter((part) => part !== '').join('.'), text] as const);
}

const isUnknownKey = (issue: Issue): boolean => issue.code === 'unrecognized_keys';
/** The form with the fewest faults was meant; a member that the form does not know weighs as much as one that is wrong. */
const weightOf = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
