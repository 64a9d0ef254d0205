import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createHash } from 'node:crypto';
import { EventStore, type Decision, type DomainEvent, type StreamDefinition, type StreamRef } from '#event-store';
import { reject, type Result } from '#kernel';
import { maskText } from '#privacy';
import { EVENT_STORE } from '#service';
import { resultOf } from '../../answers.js';
import { accepted, idempotencyOf, metadataOf, type CheckedCall } from '../../call.js';
import { ExchangeFiles, expiryOf } from '../../files/exchange-files.js';
import { ownNumber, type UploadRequest } from '../../messages/index.js';
import { numberFor } from '../../numbers.js';

/** 文件上传 The fact of an upload; the bytes stand elsewhere, sealed, and go after a while. */
type FileEvent = DomainEvent<
  'FileUploaded',
  { readonly fileNo: string; readonly sha256: string; readonly sizeBytes: number; readonly expiresOn: string }
>;

const definition: StreamDefinition<null, FileEvent> = {
  category: 'file',
  initialState: () => null,
  evolve: () => null,
};
const fileRef = (fileNo: string): StreamRef<null> => ({ id: `file-${fileNo}`, definition });

export interface UploadedFile {
  readonly [key: string]: string;
  readonly fileNo: string;
  readonly filename: string;
  readonly expiresOn: string;
}

const PLAIN_NAME = /^[\w.-]{1,100}$/;

/** A file name in words may name somebody, and so may a number in it: then it is not kept (SEC-02). */
const isPlain = (name: string): boolean => PLAIN_NAME.test(name) && ownNumber(name) === name && maskText(name) === name;

/** 9101 文件上传. */
export class UploadFileCommand extends Command<Result<UploadedFile>> {
  constructor(readonly call: CheckedCall<UploadRequest>) {
    super();
  }
}

@CommandHandler(UploadFileCommand)
export class UploadFileHandler implements ICommandHandler<UploadFileCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly files: ExchangeFiles,
  ) {}

  async execute({ call }: UploadFileCommand): Promise<Result<UploadedFile>> {
    const { content } = call.request;
    if (content.length === 0) return reject('file.empty', 'FORMAT', '文件数据(in)不能为空', ['in']);
    const fileNo = numberFor(call.businessDate, 'file', call.envelope.idempotencyKey, call.envelope.bodyHash);
    const filename = isPlain(call.request.filename) ? call.request.filename : `${fileNo}.zip`;
    const expiresOn = expiryOf(call.businessDate);
    await this.files.keep({ fileNo, institutionCode: call.institution.code, filename, content }, call.businessDate);
    const stream = fileRef(fileNo);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const outcome = await this.store.write<UploadedFile>({
      streams: [stream],
      idempotency: idempotencyOf(call),
      metadata: metadataOf(call),
      decide: (): Decision<UploadedFile> =>
        accepted({ fileNo, filename, expiresOn }, [
          {
            streamId: stream.id,
            event: { type: 'FileUploaded', data: { fileNo, sha256, sizeBytes: content.length, expiresOn } },
          },
        ]),
    });
    return resultOf(outcome);
  }
}
