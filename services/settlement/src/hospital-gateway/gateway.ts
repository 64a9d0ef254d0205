import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Busy, isInfrastructureFailure } from '#event-store';
import type { Clock } from '#jobs';
import { reject, shanghaiDateOf, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { CLOCK, FIELD_CIPHER } from '#service';
import { Directory, type Institution } from './directory/directory.js';
import {
  type AnswerOutput,
  answerCall,
  defectReply,
  failureReply,
  FileContent,
  formParameters,
  localTimeOf,
  openInput,
  openSm4,
  parseCall,
  parseEnvelope,
  refuseSignature,
  renderReply,
  sealedReply,
  sealSm4,
  successReply,
  transactionInfo,
  verifyTransport,
  type Envelope,
  type GatewayError,
  type Headers,
  type ReplyContext,
  type TransportSetting,
} from './messages/index.js';
import { operatorCode } from './operator-code.js';
import { Transactions } from './transactions.js';

/** What goes back over HTTP. Everything of the interface is 200; only a refused signature is 401 (interface 2.2). */
export type GatewayReply =
  | { readonly status: 200; readonly body: string }
  | { readonly status: 401; readonly body: string }
  /** 9102: clients tell a file from a failure by its content type. */
  | { readonly status: 200; readonly body: Uint8Array; readonly filename: string };

/** One HTTP request of a hospital. */
export interface GatewayRequest {
  readonly body: Uint8Array;
  readonly headers: Headers;
  /** Behind the question mark of the address. */
  readonly query: string;
  /** Address of the connection's other end. */
  readonly peer: string;
}

const TOO_LARGE = {
  code: 'message.too-large',
  rule: 'FORMAT',
  message: '报文超过上限，费用明细请分批上传，每批不超过1000条',
  fields: ['body'],
};
const BUSY = '系统繁忙，请稍后以同一报文重发';

/** The way of one hospital message: signature, envelope, payload, handler, answer in the interface's own words. */
@Injectable()
export class HospitalGateway {
  private readonly log = new Logger('hospital-gateway');
  /** By institution. */
  private readonly secrets = new Map<string, { readonly sealed: string; readonly secret: string }>();

  constructor(
    private readonly directory: Directory,
    private readonly transactions: Transactions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  async receive(request: GatewayRequest): Promise<GatewayReply> {
    const receivedAt = this.clock.now();
    const envelope = parseEnvelope(request.body);
    if (!envelope.ok) return answered(renderReply(failureReply(undefined, envelope.rejection)));
    const context = { envelope: envelope.value, receivedAt, respondedAt: receivedAt };
    try {
      return await this.fromInstitution(envelope.value, request, context);
    } catch (error) {
      return answered(this.afterFailure(error, envelope.value, context));
    }
  }

  private async fromInstitution(
    envelope: Envelope,
    request: GatewayRequest,
    context: ReplyContext,
  ): Promise<GatewayReply> {
    const institution = await this.institutionOf(envelope);
    if (!institution.ok) return answered(renderReply(failureReply(context, institution.rejection)));
    const refusedSignature = this.refuseSignature(institution.value, request);
    if (refusedSignature !== null) return { status: 401, body: JSON.stringify(refusedSignature) };
    return this.reply(envelope, institution.value, context);
  }

  /** A body over the limit was not kept, so nothing of it can be repeated. */
  tooLarge(): GatewayReply {
    return answered(renderReply(failureReply(undefined, TOO_LARGE)));
  }

  private async institutionOf(envelope: Envelope): Promise<Result<Institution>> {
    const institution = await this.directory.institution(envelope.institutionCode);
    if (institution === null) {
      return reject('institution.unknown', 'N22-15', '定点医药机构编号(fixmedins_code)未登记', ['fixmedins_code']);
    }
    if (!institution.open) {
      return reject('institution.closed', 'N22-15', '该定点医药机构未开通或已暂停跨省联网结算', ['fixmedins_code']);
    }
    return { ok: true, value: institution };
  }

  /** Signatures are dated by the world's clock, not by the business date a demonstration steps through. */
  private refuseSignature(
    institution: Institution,
    { body, headers, query, peer }: GatewayRequest,
  ): GatewayError | null {
    const form = institution.transport === 'csb' ? formParameters(body, query) : {};
    const verified = verifyTransport({ headers, form, peer }, new Date(), this.settingOf(institution));
    return verified.ok ? null : verified.body;
  }

  private settingOf(institution: Institution): TransportSetting {
    const { transport, accessKey, networks } = institution;
    if (transport === 'network') return { family: 'network', networks: networks ?? [] };
    const secret = this.secretOf(institution);
    switch (transport) {
      case 'csb':
        return { family: 'csb', accessKey, secretKey: secret };
      case 'x-tif':
        return { family: 'x-tif', applicationId: accessKey, secret };
      case 'apikey':
        return { family: 'apikey', apiKey: secret };
      case 'oauth':
        return { family: 'oauth', clientId: accessKey, secret };
      default:
        return transport satisfies never;
    }
  }

  /** Opened once, not at every message; a new one is sealed anew. */
  private secretOf({ code, sealedSecret }: Institution): string {
    const known = this.secrets.get(code);
    if (known?.sealed === sealedSecret) return known.secret;
    const secret = this.cipher.open('credential', sealedSecret);
    this.secrets.set(code, { sealed: sealedSecret, secret });
    return secret;
  }

  private async reply(envelope: Envelope, institution: Institution, context: ReplyContext): Promise<GatewayReply> {
    const key = envelope.cipherText === null ? null : this.inputKeyOf(institution);
    const opened = this.open(envelope, institution, key);
    const output = opened.ok ? await this.output(opened.value, institution, context.receivedAt) : opened;
    const from = opened.ok ? opened.value : envelope;
    const done = { ...context, envelope: from, respondedAt: this.clock.now() };
    if (!output.ok) return answered(renderReply(failureReply(done, output.rejection)));
    const { value } = output;
    if (value instanceof FileContent) return { status: 200, body: value.bytes, filename: value.filename };
    const reply = successReply(done, value);
    return answered(renderReply(key === null ? reply : sealedReply(reply, (text) => sealSm4(text, key))));
  }

  /** The payload in clear, signed as the institution is known to sign it (2.6). */
  private open(envelope: Envelope, { inputSignature }: Institution, key: string | null): Result<Envelope> {
    const plain = envelope.cipherText === null || key === null ? null : openSm4(envelope.cipherText, key);
    const opened = openInput(envelope, () => plain);
    return opened.ok ? (refuseSignature(opened.value, plain, inputSignature) ?? opened) : opened;
  }

  /** 报文密钥 agreed with the institution; null where none was. */
  private inputKeyOf({ sealedInputKey }: Institution): string | null {
    return sealedInputKey === null ? null : this.cipher.open('credential', sealedInputKey);
  }

  private async output(envelope: Envelope, institution: Institution, receivedAt: Date): Promise<Result<AnswerOutput>> {
    const info = transactionInfo(envelope.transaction);
    if (!info.ok) return info;
    const call = parseCall(envelope);
    if (!call.ok) return call;
    const { operator } = envelope;
    return answerCall(call.value, this.transactions.handlers, {
      envelope: { ...envelope, operator: operator === undefined ? operator : operatorCode(operator, this.cipher) },
      institution,
      transactionName: info.value.name,
      // Of that instant: looked up a moment later, behind midnight, it would be another day than the time says (REC-01).
      businessDate: shanghaiDateOf(receivedAt),
      receivedAt: localTimeOf(receivedAt),
    });
  }

  /** Nothing of the cause leaves the house; the reference finds it in the log. */
  private afterFailure(error: unknown, envelope: Envelope, context: ReplyContext): string {
    if (error instanceof Busy) {
      const rejection = { code: 'gateway.busy', rule: 'FORMAT', message: BUSY, fields: [] };
      return renderReply(failureReply(context, rejection));
    }
    const reference = randomUUID().slice(0, 8);
    const kind = isInfrastructureFailure(error) ? '基础设施' : '程序缺陷';
    this.log.error(`${kind} ${reference} 交易${envelope.transaction} 机构${envelope.institutionCode}`, error);
    return renderReply(defectReply(context, reference));
  }
}

const answered = (body: string): GatewayReply => ({ status: 200, body });
