import { ok } from '#kernel';
import type { Result } from '#kernel';
import { findMember, malformed, missing, optionalText, payload, record, text } from './fields.js';
import type { Read, Reader } from './fields.js';
import { FileContent, isObject } from './json.js';
import type { Json, JsonObject } from './json.js';
import type { Transaction } from './transaction.js';

const BASE64 = /^[0-9A-Za-z+/\s]+={0,2}\s*$/;
const LAST_BYTE = 255;
const SIGNED = -128;

/** Bytes as an array of numbers, signed as Java's or not, or as Base64 text; a multipart upload comes as the latter. */
const bytesOf = (value: Json): Result<Buffer> => {
  if (typeof value === 'string' && BASE64.test(value)) return ok(Buffer.from(value, 'base64'));
  if (!Array.isArray(value)) return malformed('文件数据', 'in', '应为字节数组');
  const numbers = (value as readonly Json[]).map(Number);
  const bytes = numbers.every((byte) => Number.isInteger(byte) && byte >= SIGNED && byte <= LAST_BYTE);
  return bytes ? ok(Buffer.from(numbers)) : malformed('文件数据', 'in', '应为字节数组');
};

const uploadFacts = payload(
  ['fsUploadIn', 'fsuploadin', 'data'],
  record({ filename: optionalText('文件名', 'filename', 200) }),
);

export interface UploadRequest {
  readonly filename: string;
  readonly content: Buffer;
}

/** One running client puts `in` beside its node. */
const uploadRequest: Reader<UploadRequest> = (input) => {
  const facts = uploadFacts(input);
  if (!facts.ok) return facts;
  const value = findMember(nodeOf(input), ['in']) ?? findMember(input, ['in']);
  if (value === undefined) return missing('文件数据', 'in');
  const content = bytesOf(value);
  return content.ok ? ok({ filename: facts.value.filename ?? 'upload.zip', content: content.value }) : content;
};

function nodeOf(input: JsonObject): JsonObject {
  const node = findMember(input, ['fsUploadIn', 'fsuploadin', 'data']);
  return isObject(node) ? node : input;
}

export interface UploadAnswer {
  readonly fileNo: string;
  readonly filename: string;
  readonly institutionCode: string;
  /** 下载截止时间 as a date. */
  readonly expiresOn: string;
}

/** 9101 文件上传: the output has no node. */
export const uploadFile: Transaction<UploadRequest, UploadAnswer> = {
  name: '文件上传',
  family: 'file',
  effect: 'record',
  parse: uploadRequest,
  render: ({ fileNo, filename, institutionCode, expiresOn }) => ({
    file_qury_no: fileNo,
    filename,
    fixmedins_code: institutionCode,
    dld_endtime: `${expiresOn} 23:59:59`,
  }),
};

const downloadRequest = payload(
  ['fsDownloadIn', 'fsdownloadin', 'data'],
  record({ fileNo: text('文件查询号', 'file_qury_no', 40), filename: optionalText('文件名', 'filename', 200) }),
);
export type DownloadRequest = Read<typeof downloadRequest>;
export interface DownloadAnswer {
  readonly filename: string;
  readonly content: Uint8Array;
}

/** 9102 文件下载: the file itself; a failure is JSON, by which clients tell the two apart. */
export const downloadFile: Transaction<DownloadRequest, DownloadAnswer> = {
  name: '文件下载',
  family: 'file',
  effect: 'read',
  parse: downloadRequest,
  render: ({ filename, content }) => new FileContent(filename, content),
};
