import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** One sentence a fault, naming file and field; `prefix` is the place of the checked part within the file. */
export function issuesOf(error: z.ZodError, file: string, prefix: string): string[] {
  return error.issues
    .flatMap((issue) => describeIssue(issue))
    .map(([path, message]) => {
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
      return [[path, /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : '写法不对，或kind不认识']];
    default:
      return [[path, issue.message]];
  }
}
