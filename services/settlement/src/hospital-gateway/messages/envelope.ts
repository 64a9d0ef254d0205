import { RegionCode, ok, reject } from '#kernel';
import type { Result } from '#kernel';
import { decodeText, unwrapForm } from './body-text.js';
import { malformed, memberText, optionalText, record, refine, text } from './fields.js';
import type { Reader } from './fields.js';
import { canonicalJson, isObject, parseJson, sha256Hex, withLowerCase } from './json.js';
import type { Json, JsonObject } from './json.js';
import { isCipherText } from './sm4-text.js';
import { readMultipart } from './multipart.js';

/** 报文 Envelope of one hospital call: the members of the interface in our words; texts "null" and "" are absent. */
export interface Envelope {
  /** 交易编号 infno. */
  readonly transaction: string;
  /** 发送方报文ID msgid. Opaque: real clients build it in five ways. */
  readonly messageId: string;
  /** 就医地医保区划 mdtrtarea_admvs. */
  readonly careArea: RegionCode;
  /** 参保地医保区划 insuplc_admdvs; absent until 1101 has answered. */
  readonly insuredArea: RegionCode | undefined;
  /** 接收方系统代码 recer_sys_code. */
  readonly receiverSystem: string | undefined;
  /** 数字签名信息 cainfo; see `refuseSignature`. */
  readonly signature: string | undefined;
  /** 签名类型 signtype. */
  readonly signatureType: string | undefined;
  /** 接口版本号 infver. */
  readonly version: string | undefined;
  /** 经办人类别 opter_type. */
  readonly operatorKind: string | undefined;
  /** 经办人 opter. */
  readonly operator: string | undefined;
  /** 交易时间 inf_time as sent; hospital clocks are not trusted. */
  readonly sentAt: string | undefined;
  /** 定点医药机构编号 fixmedins_code. */
  readonly institutionCode: string;
  /** 定点医药机构名称 fixmedins_name. */
  readonly institutionName: string | undefined;
  /** 交易签到流水号 sign_no. */
  readonly signInNo: string | undefined;
  /** 交易输入 input; empty while it is cipher text. */
  readonly input: JsonObject;
  /** The message's own JSON text, of a multipart upload without its file; null where it was read already. */
  readonly source: string | null;
  /** Base64 of the SM4 cipher text `input` came as, until `openInput` has read it (2.6). */
  readonly cipherText: string | null;
  /** Hospital, transaction and message id: a repeated key with an equal `bodyHash` is a retry (SET-15). */
  readonly idempotencyKey: string;
  /** sha256 over the canonical content without clock, operator and signature. */
  readonly bodyHash: string;
}

const region =
  (label: string, names: readonly string[]): Reader<RegionCode | undefined> =>
  (node) => {
    const read = memberText(label, names)(node);
    if (!read.ok || read.value === undefined) return read as Result<undefined>;
    const parsed = RegionCode.parse(read.value, `${label}(${names[0]})`);
    return parsed.ok ? parsed : malformed(label, names[0] ?? '', '应为6位医保区划代码');
  };

const requiredRegion = refine(region('就医地医保区划', ['mdtrtarea_admvs', 'mdtrtarea_admdvs']), (value) =>
  value === undefined
    ? reject('message.missing', 'FORMAT', '就医地医保区划(mdtrtarea_admvs)不能为空', ['mdtrtarea_admvs'])
    : ok(value),
);

/** Only what routing and idempotency need is required: real clients leave out members the document marks as required. */
const members = record({
  transaction: text('交易编号', 'infno', 6),
  messageId: text('发送方报文ID', 'msgid', 30),
  careArea: requiredRegion,
  insuredArea: region('参保地医保区划', ['insuplc_admdvs', 'insuplc_admvs']),
  receiverSystem: optionalText('接收方系统代码', 'recer_sys_code', 30),
  signature: optionalText('数字签名信息', 'cainfo', 4000),
  signatureType: optionalText('签名类型', 'signtype', 30),
  version: optionalText('接口版本号', 'infver', 30),
  operatorKind: optionalText('经办人类别', 'opter_type', 30),
  operator: optionalText('经办人', 'opter', 50),
  sentAt: optionalText('交易时间', 'inf_time', 40),
  institutionCode: text('定点医药机构编号', ['fixmedins_code', 'medins_code'], 30),
  institutionName: optionalText('定点医药机构名称', 'fixmedins_name', 200),
  signInNo: optionalText('交易签到流水号', 'sign_no', 50),
});

type Input = Pick<Envelope, 'input' | 'cipherText'>;

/** 交易输入: an object, the same object as JSON text, or its cipher text. What it is decides, not what enc_type says (2.4). */
const readInput = (envelope: JsonObject): Result<Input> => {
  const value: Json | undefined = Object.hasOwn(envelope, 'input') ? envelope['input'] : undefined;
  if (isObject(value)) return ok({ input: value, cipherText: null });
  const content = memberText('交易输入', ['input'])(envelope);
  if (!content.ok) return malformed('交易输入', 'input', '应为对象');
  if (content.value === undefined) return reject('message.missing', 'FORMAT', '交易输入(input)不能为空', ['input']);
  if (isCipherText(content.value)) return ok({ input: {}, cipherText: content.value });
  const parsed = inputText(content.value);
  return parsed.ok ? ok({ input: parsed.value, cipherText: null }) : parsed;
};

function inputText(content: string): Result<JsonObject> {
  if (!/^\s*\{/.test(content)) return malformed('交易输入', 'input', '应为JSON对象，或其SM4密文的Base64');
  const parsed = parseJson(content, '交易输入(input)');
  if (!parsed.ok) return parsed;
  return isObject(parsed.value) ? ok(parsed.value) : malformed('交易输入', 'input', '应为对象');
}

/** As `readEnvelope` would have read it in clear: `open` turns the cipher text into the JSON text, or null if it cannot. */
export function openInput(envelope: Envelope, open: (cipherText: string) => string | null): Result<Envelope> {
  if (envelope.cipherText === null) return ok(envelope);
  const content = open(envelope.cipherText);
  if (content === null) return malformed('交易输入', 'input', '密文不能解开，请核对密钥');
  const input = inputText(content);
  if (!input.ok) return input;
  const read = { ...envelope, input: input.value };
  return ok({ ...read, bodyHash: digestOf(read, input.value) });
}

/** The whole body once more as JSON text inside JSON is unwrapped once. */
const parseBody = (content: string): Result<readonly [node: Json, source: string]> => {
  const first = parseJson(content, '报文');
  if (!first.ok) return first;
  if (typeof first.value !== 'string' || !/^\s*\{/.test(first.value)) return ok([first.value, content]);
  const inner = parseJson(first.value, '报文');
  return inner.ok ? ok([inner.value, first.value]) : inner;
};

const digestOf = (read: { readonly [K in keyof Envelope]?: unknown }, input: JsonObject): string =>
  sha256Hex(
    canonicalJson({
      infno: String(read.transaction),
      fixmedins_code: String(read.institutionCode),
      mdtrtarea_admvs: String(read.careArea),
      insuplc_admdvs: read.insuredArea === undefined ? null : String(read.insuredArea),
      input,
    }),
  );

/**
 * Reads the bytes of one request into an Envelope. Never throws; the rejection names the field in Chinese and as the
 * interface spells it. Members may come in any order and unknown ones are ignored.
 */
export const parseEnvelope = (body: Uint8Array): Result<Envelope> => {
  const upload = readMultipart(body);
  const read = parseText(upload?.envelope ?? body);
  if (!read.ok) return read;
  const { node, source } = read.value;
  return upload?.file === undefined ? readEnvelope(node, source) : readEnvelope(withFile(node, upload.file), source);
};

/** The file of a multipart upload takes the place of `in`, so that it is part of the content a repetition must equal. */
function withFile(node: JsonObject, file: Buffer): JsonObject {
  const input = readInput(node);
  if (!input.ok) return node;
  const inner = input.value.input['fsUploadIn'];
  const upload = { ...(isObject(inner) ? inner : {}), in: file.toString('base64') };
  return { ...node, input: { ...input.value.input, fsUploadIn: upload } };
}

function parseText(body: Uint8Array): Result<{ readonly node: JsonObject; readonly source: string }> {
  const decoded = decodeText(body);
  if (!decoded.ok) return decoded;
  const content = unwrapForm(decoded.value);
  if (!content.ok) return content;
  if (content.value.trim() === '') return reject('message.missing', 'FORMAT', '报文不能为空', ['body']);
  const parsed = parseBody(content.value);
  if (!parsed.ok) return parsed;
  const [node, source] = parsed.value;
  return isObject(node) ? ok({ node, source }) : malformed('报文', 'body', '应为JSON对象');
}

/** As `parseEnvelope`, for JSON that was read already. What cannot be read as it is, is read without regard to letter case. */
export const readEnvelope = (node: JsonObject, source: string | null = null): Result<Envelope> => {
  const read = envelopeOf(node, source);
  return read.ok ? read : envelopeOf(withLowerCase(node) as JsonObject, source);
};

function envelopeOf(node: JsonObject, source: string | null): Result<Envelope> {
  const read = members(node);
  if (!read.ok) return read;
  const input = readInput(node);
  if (!input.ok) return input;
  const { institutionCode, transaction, messageId } = read.value;
  return ok({
    ...read.value,
    ...input.value,
    source,
    idempotencyKey: `${institutionCode}|${transaction}|${messageId}`,
    bodyHash: digestOf(read.value, input.value.input),
  });
}
