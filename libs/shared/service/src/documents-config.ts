import { z } from 'zod';

/** A folder, or a bucket by the rules of S3 for its name. */
const PLACE = /^(?:file:.+|s3:[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])$/;

/** Where papers are kept; a folder by default, so that nothing else need be there. */
export const documentKeys = {
  KUASHENG_DOCUMENTS: z.string().regex(PLACE, '须为 file:文件夹 或 s3:存储桶').default('file:.kuasheng/documents'),
  KUASHENG_DOCUMENTS_ENDPOINT: z.url({ protocol: /^https?$/, error: '须为 http:// 或 https:// 地址' }).optional(),
  KUASHENG_DOCUMENTS_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, '只能是小写字母、数字和连字符')
    .default('us-east-1'),
  KUASHENG_DOCUMENTS_ACCESS_KEY: z.string().min(1).optional(),
  KUASHENG_DOCUMENTS_SECRET_KEY: z.string().min(1).optional(),
} as const;

/** 材料存储 Where papers are kept. */
export type DocumentsConfig =
  | { readonly kind: 'file'; readonly folder: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly endpoint: string;
      readonly region: string;
      readonly accessKey: string;
      readonly secretKey: string;
    };

type Environment = z.output<z.ZodObject<typeof documentKeys>>;

const NEEDED_BY_S3 = [
  'KUASHENG_DOCUMENTS_ENDPOINT',
  'KUASHENG_DOCUMENTS_ACCESS_KEY',
  'KUASHENG_DOCUMENTS_SECRET_KEY',
] as const;

/** A bucket needs its address and its keys. */
export const documentProblems = (env: Environment): string[] =>
  env.KUASHENG_DOCUMENTS.startsWith('s3:')
    ? NEEDED_BY_S3.filter((key) => env[key] === undefined).map((key) => `${key}：KUASHENG_DOCUMENTS=s3:… 时必填`)
    : [];

export function documentsOf(env: Environment): DocumentsConfig {
  const at = env.KUASHENG_DOCUMENTS.indexOf(':') + 1;
  const place = env.KUASHENG_DOCUMENTS.slice(at);
  if (env.KUASHENG_DOCUMENTS.startsWith('file:')) return { kind: 'file', folder: place };
  return {
    kind: 's3',
    bucket: place,
    endpoint: env.KUASHENG_DOCUMENTS_ENDPOINT ?? '',
    region: env.KUASHENG_DOCUMENTS_REGION,
    accessKey: env.KUASHENG_DOCUMENTS_ACCESS_KEY ?? '',
    secretKey: env.KUASHENG_DOCUMENTS_SECRET_KEY ?? '',
  };
}
