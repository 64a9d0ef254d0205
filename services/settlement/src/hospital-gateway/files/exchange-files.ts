import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { addDays, businessDate, ok, reject, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';

export interface ExchangeFile {
  readonly fileNo: string;
  readonly institutionCode: string;
  readonly filename: string;
  readonly content: Buffer;
}

/** 下载截止: how long a file stays. */
const KEPT_DAYS = 30;
export const expiryOf = (date: string): string => addDays(businessDate(date), KEPT_DAYS);

/**
 * 交换文件 The bytes behind file numbers. A number is drawn from its message, so storing twice keeps the first; what is
 * stored before its event and never gets one is invisible and goes with the rest after thirty days.
 */
@Injectable()
export class ExchangeFiles {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  async keep({ fileNo, institutionCode, filename, content }: ExchangeFile, date: string): Promise<void> {
    const sealed = this.cipher.sealBytes(ownerOf(fileNo, institutionCode), content);
    await this.store.transaction((tx) =>
      tx.query(
        `insert into exchange_file (file_no, institution_code, filename, content, expires_on) values ($1, $2, $3, $4, $5)
           on conflict (file_no) do nothing`,
        [fileNo, institutionCode, filename, sealed, expiryOf(date)],
      ),
    );
  }

  /** A file of this institution; another one's is unknown to it (SEC-01). */
  async find(fileNo: string, institutionCode: string): Promise<Result<ExchangeFile>> {
    const [row] = await this.store.database.read<{ filename: string; content: Buffer }>(
      'select filename, content from exchange_file where file_no = $1 and institution_code = $2',
      [fileNo, institutionCode],
    );
    if (row === undefined) {
      return reject('file.unknown', 'FORMAT', '未找到该文件或已过下载截止时间，请核对文件查询号(file_qury_no)', [
        'file_qury_no',
      ]);
    }
    const content = this.cipher.openBytes(ownerOf(fileNo, institutionCode), row.content);
    return ok({ fileNo, institutionCode, filename: row.filename, content });
  }
}

const ownerOf = (fileNo: string, institutionCode: string): string => `exchange-file/${institutionCode}/${fileNo}`;
