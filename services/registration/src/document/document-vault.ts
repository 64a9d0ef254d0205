import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { HttpProblem } from '#http';
import { SealBroken, type FieldCipher } from '#privacy';
import { FIELD_CIPHER } from '#service';
import { DOCUMENT_STORAGE } from '../tokens.js';
import { contentHash } from './content.js';
import { storageKeyOf } from './document-number.js';
import { StorageUnavailable, type DocumentStorage } from './storage/document-storage.js';

/** The storage fails. What was asked was not done, or was not answered; the same request may be sent again. */
export class DocumentsUnavailable extends HttpProblem {
  constructor() {
    const problem = { status: 503, title: '系统繁忙', code: 'document.storage-unavailable', rule: '', fields: [] };
    super(problem, '材料存储暂时不可用，请稍后以同一请求编号重发');
  }
}

/** What the log says is stored is not there or is not what was stored: for the operators, nobody else can mend it. */
export class DocumentLost extends Error {
  override readonly name = 'DocumentLost';
}

/** 材料库 Papers as they were uploaded; in storage they are sealed under the ring's keys, each for its own number (SEC-02). */
@Injectable()
export class DocumentVault implements OnModuleDestroy {
  private readonly log = new Logger('documents');

  constructor(
    @Inject(DOCUMENT_STORAGE) private readonly storage: DocumentStorage,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  /** Durable once it returns. */
  put(documentId: string, bytes: Buffer): Promise<void> {
    return this.reach(() => this.storage.put(storageKeyOf(documentId), this.cipher.sealBytes(documentId, bytes)));
  }

  /** The bytes whose hash the log has. Throws `DocumentLost` where they are not there or are others. */
  async get(documentId: string, hash: string): Promise<Buffer> {
    const sealed = await this.reach(() => this.storage.get(storageKeyOf(documentId)));
    if (sealed === null) throw new DocumentLost(`材料${documentId}不在存储中`);
    const bytes = this.open(documentId, sealed);
    if (contentHash(bytes) !== hash) throw new DocumentLost(`材料${documentId}与入库时不符`);
    return bytes;
  }

  remove(documentId: string): Promise<void> {
    return this.reach(() => this.storage.delete(storageKeyOf(documentId)));
  }

  onModuleDestroy(): void {
    this.storage.close();
  }

  private open(documentId: string, sealed: Buffer): Buffer {
    try {
      return this.cipher.openBytes(documentId, sealed);
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      throw new DocumentLost(`材料${documentId}无法解密：${error.message}`);
    }
  }

  private async reach<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error;
      this.log.warn(error.message);
      throw new DocumentsUnavailable();
    }
  }
}
