import { Body, Query, type PipeTransform } from '@nestjs/common';
import { ApiBody, ApiQuery } from '@nestjs/swagger';
import { z } from 'zod';
import { BadRequest } from './failures.js';

/** So many faults are said in words; `fields` has all of them. */
const SHOWN = 5;

/** Shapes and names every wrong field; unknown members are refused where the schema is strict. */
class ZodPipe<T> implements PipeTransform<unknown, T> {
  constructor(private readonly schema: z.ZodType<T>) {}

  transform(value: unknown): T {
    const parsed = this.schema.safeParse(value ?? {});
    if (parsed.success) return parsed.data;
    const faults = parsed.error.issues.flatMap(faultsOf);
    const fields = [...new Set(faults.map(({ field }) => field || 'body'))];
    const shown = faults.slice(0, SHOWN).map(({ field, says }) => `${field || '请求'}：${says}`);
    throw new BadRequest(shown.join('；'), fields);
  }
}

/** The value in the schema's shape; `BadRequest` names every wrong field. For what reaches a handler unread. */
export const shaped = <T>(schema: z.ZodType<T>, value: unknown): T => new ZodPipe(schema).transform(value);

const CHINESE = /[\u4e00-\u9fff]/;
const KINDS: Readonly<Record<string, string>> = {
  invalid_type: '缺少或类型不对',
  too_big: '超过上限',
  too_small: '不足下限',
  invalid_format: '格式不对',
  invalid_value: '不是允许的值',
  unrecognized_keys: '不认识的字段',
};
const sentence = (issue: z.core.$ZodIssue): string =>
  CHINESE.test(issue.message) ? issue.message : (KINDS[issue.code ?? ''] ?? '不合要求');

/** One for every field; members nobody knows are each named, not only the object they stand in. */
function faultsOf(issue: z.core.$ZodIssue): { readonly field: string; readonly says: string }[] {
  const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => ({ field: path.join('.'), says: sentence(issue) }));
}

type OpenApiSchema = NonNullable<
  Parameters<typeof ApiBody>[0] extends infer O ? (O extends { schema: infer S } ? S : never) : never
>;

/** A zod schema as OpenAPI describes it. */
export const openApiOf = (schema: z.ZodType): OpenApiSchema =>
  z.toJSONSchema(schema, { target: 'openapi-3.0', unrepresentable: 'any', io: 'input' }) as unknown as OpenApiSchema;

/** The body checked by a zod schema, which also describes it in OpenAPI. */
export function ZodBody<T>(schema: z.ZodType<T>): ParameterDecorator {
  return (target, key, index) => {
    Body(new ZodPipe(schema))(target, key, index);
    const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key !== undefined && descriptor !== undefined) ApiBody({ schema: openApiOf(schema) })(target, key, descriptor);
  };
}

/** The query string checked by a zod object. */
export function ZodQuery<T>(schema: z.ZodType<T>): ParameterDecorator {
  return (target, key, index) => {
    Query(new ZodPipe(schema))(target, key, index);
    const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key === undefined || descriptor === undefined || !(schema instanceof z.ZodObject)) return;
    for (const [name, member] of Object.entries(schema.shape)) {
      const required = !(member as z.ZodType).safeParse(undefined).success;
      ApiQuery({ name, required, schema: { type: 'string' } })(target, key, descriptor);
    }
  };
}
