import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BadRequest, HttpProblem, TooBusy } from './failures.js';

export interface UploadLimits {
  readonly fileBytes: number;
  readonly fieldBytes: number;
  readonly fieldCount: number;
  /** Uploads read at the same time by one process: each is held in memory until it is stored. */
  readonly atOnce: number;
}

/** 上传 What a multipart/form-data request brought: text fields, and the bytes of the field `file`. */
export interface Upload {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: Buffer;
}

/** A file over the limit: the sender is told how much is taken. */
export class FileTooLarge extends HttpProblem {
  constructor(rule: string, limitBytes: number) {
    super(
      { status: 413, title: '内容过大', code: 'http.file-too-large', rule, fields: ['file'] },
      `文件超过上限${limitBytes / (1024 * 1024)}MB，请压缩或分开上传`,
    );
  }
}

class NotAnUpload extends HttpProblem {
  constructor() {
    const problem = { status: 415, title: '格式不支持', code: 'http.not-multipart', rule: '', fields: [] };
    super(problem, '请以 multipart/form-data 提交');
  }
}

const FILE = 'file';

/** Requests of type multipart/form-data reach their handler unread: nothing of them is parsed before access was checked. */
export async function acceptUploads(fastify: FastifyInstance): Promise<void> {
  await fastify.register(multipart);
}

/** Reads uploads within limits, naming `rule` where a file is refused; one reader for each kind of upload of a process. */
export class UploadReader {
  private reading = 0;

  constructor(
    private readonly limits: UploadLimits,
    private readonly rule: string,
  ) {}

  /**
   * Reads one upload and hands it to `use`; its place is given free when that has ended. Refuses another type (415), a file
   * over the limit (413), any number of files but one, a field twice or too long (400), and more uploads at once than the
   * limit allows (503).
   */
  async read<T>(request: FastifyRequest, use: (upload: Upload) => Promise<T>): Promise<T> {
    if (!request.isMultipart()) throw new NotAnUpload();
    if (this.reading >= this.limits.atOnce) throw new TooBusy();
    this.reading += 1;
    try {
      return await use(await this.upload(request));
    } finally {
      this.reading -= 1;
    }
  }

  private async upload(request: FastifyRequest): Promise<Upload> {
    const { fileBytes, fieldBytes, fieldCount } = this.limits;
    const fields = new Map<string, string>();
    let file: Buffer | null = null;
    try {
      const limits = { fileSize: fileBytes, files: 1, fieldSize: fieldBytes, fields: fieldCount, fieldNameSize: 100 };
      for await (const part of request.parts({ limits })) {
        if (part.type === 'file') file = await bytesOf(part);
        else addField(fields, part);
      }
    } catch (error) {
      throw this.problemOf(error);
    }
    if (file === null) throw new BadRequest('缺少文件(file)', [FILE]);
    return { fields: Object.fromEntries(fields), file };
  }

  private problemOf(error: unknown): unknown {
    switch ((error as { code?: unknown }).code) {
      case 'FST_REQ_FILE_TOO_LARGE':
        return new FileTooLarge(this.rule, this.limits.fileBytes);
      case 'FST_FILES_LIMIT':
        return new BadRequest('一次只能上传一个文件(file)', [FILE]);
      case 'FST_FIELDS_LIMIT':
      case 'FST_PARTS_LIMIT':
        return new BadRequest(`字段不得超过${this.limits.fieldCount}个`);
      default:
        return error instanceof HttpProblem ? error : new BadRequest('上传内容不完整或格式有误，请重新上传', [FILE]);
    }
  }
}

/** The name a file comes with is not looked at: it may hold a person's name, and says nothing of what is inside. */
async function bytesOf(part: { readonly fieldname: string; toBuffer(): Promise<Buffer> }): Promise<Buffer> {
  if (part.fieldname !== FILE) throw new BadRequest('文件须放在字段 file 中', [FILE]);
  return part.toBuffer();
}

interface Field {
  readonly fieldname: string;
  readonly value: unknown;
  readonly fieldnameTruncated: boolean;
  readonly valueTruncated: boolean;
}

function addField(fields: Map<string, string>, part: Field): void {
  const { fieldname, value } = part;
  if (typeof value !== 'string' || part.fieldnameTruncated || part.valueTruncated) {
    throw new BadRequest('字段过长或不是文本', [fieldname]);
  }
  // Of two values one would be checked and the other believed.
  if (fields.has(fieldname)) throw new BadRequest('同一字段只能出现一次', [fieldname]);
  fields.set(fieldname, value);
}
