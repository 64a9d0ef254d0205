import type { Rejection } from '#kernel';
import type { Envelope } from './envelope.js';
import { Referenced, renderJson, sha256Hex } from './json.js';
import type { AnswerOutput, FileContent, OutputObject, RawJson } from './json.js';
import { MESSAGE_LIMITS } from './limits.js';

/**
 * 响应 Reply envelope. Always HTTP 200: clients that see another status lose the body. infcode is text because one
 * widespread client takes the number 0 for a failure.
 */
export interface Reply {
  readonly infcode: '0' | '-1';
  /** 接收方报文ID: area (6), time (14), 10 digits; empty when the request could not be read. */
  readonly inf_refmsgid: string;
  readonly refmsg_time: string;
  readonly respond_time: string;
  /** Null on success: one client takes any text here for a failure. */
  readonly err_msg: string | null;
  /** Advice for the clerk. */
  readonly warn_msg: string | null;
  /** Text where it is encrypted, as the request was. */
  readonly output: OutputObject | readonly OutputObject[] | RawJson | string | null;
}

/** What the reply repeats of its request, and when it came and was answered. */
export interface ReplyContext {
  readonly envelope: Pick<Envelope, 'careArea' | 'idempotencyKey' | 'bodyHash'>;
  readonly receivedAt: Date;
  readonly respondedAt: Date;
}

const OFFSET_MS = 8 * 3_600_000;
const REFERENCE_DIGITS = 10;

/** yyyyMMddHHmmssSSS in Asia/Shanghai. */
export const stampOf = (instant: Date): string =>
  new Date(instant.getTime() + OFFSET_MS).toISOString().replaceAll(/\D/g, '').slice(0, 17);

/** Derived from hospital, transaction, msgid, content and arrival: the stored facts of a call always give the same id. */
export const referenceMessageId = ({ envelope, receivedAt }: ReplyContext): string => {
  const digest = sha256Hex(`${envelope.idempotencyKey}|${envelope.bodyHash}|${stampOf(receivedAt)}`);
  const digits = (BigInt(`0x${digest}`) % 10n ** BigInt(REFERENCE_DIGITS)).toString().padStart(REFERENCE_DIGITS, '0');
  return `${envelope.careArea}${stampOf(receivedAt).slice(0, 14)}${digits}`;
};

const heading = (context: ReplyContext | undefined): Pick<Reply, 'inf_refmsgid' | 'refmsg_time' | 'respond_time'> => {
  if (!context) return { inf_refmsgid: '', refmsg_time: '', respond_time: '' };
  return {
    inf_refmsgid: referenceMessageId(context),
    refmsg_time: stampOf(context.receivedAt),
    respond_time: stampOf(context.respondedAt),
  };
};

/** Success, with a fresh output or the stored text of an earlier one; advice goes into `warning`, never into err_msg. */
export const successReply = (
  context: ReplyContext,
  output: Exclude<AnswerOutput, FileContent> | RawJson,
  warning: string | null = null,
): Reply => {
  const shared = { infcode: '0', ...heading(context), err_msg: null, warn_msg: warning } as const;
  if (!(output instanceof Referenced)) return { ...shared, output };
  return { ...shared, inf_refmsgid: output.referenceId, output: output.output };
};

/** 交易失败 text: the plain sentence and the rule it rests on; rules of form need no number. */
const errorText = (rejection: Rejection): string => {
  const rule = rejection.rule === '' || rejection.rule === 'FORMAT' ? '' : `(${rejection.rule})`;
  const room = MESSAGE_LIMITS.errorTextLength - rule.length;
  return `${[...rejection.message].slice(0, room).join('')}${rule}`;
};

const failure = (context: ReplyContext | undefined, message: string): Reply => ({
  infcode: '-1',
  ...heading(context),
  err_msg: message,
  warn_msg: null,
  output: null,
});

/** An expected refusal. `context` is undefined when not even the envelope could be read. */
export const failureReply = (context: ReplyContext | undefined, rejection: Rejection): Reply =>
  failure(context, errorText(rejection));

/** A defect or an outage: nothing of the cause leaves the house, `reference` finds it in the log. */
export const defectReply = (context: ReplyContext | undefined, reference: string): Reply =>
  failure(context, `系统繁忙，请稍后以同一报文重试，或发送冲正(2601)(${reference})`);

/** The body bytes to send, UTF-8 JSON. */
export const renderReply = (reply: Reply): string => renderJson({ ...reply });

/** The output as its cipher text, for whoever has sent cipher text (2.6). A failure has none and stays as it is. */
export const sealedReply = (reply: Reply, seal: (text: string) => string): Reply =>
  reply.output === null ? reply : { ...reply, output: seal(renderJson(reply.output)) };
