import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { checkKey, StorageUnavailable, type DocumentStorage } from './document-storage.js';

export interface S3Place {
  readonly bucket: string;
  readonly endpoint: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

const LIMITS = { attempts: 3, connectionMs: 3_000, requestMs: 20_000 } as const;
const NOT_FOUND = 404;

/** Papers in a bucket of any storage that speaks the S3 protocol. An object is whole or not there: S3 promises that. */
export class S3Storage implements DocumentStorage {
  private readonly client: S3Client;

  constructor(private readonly place: S3Place) {
    this.client = new S3Client({
      endpoint: place.endpoint,
      region: place.region,
      credentials: { accessKeyId: place.accessKey, secretAccessKey: place.secretKey },
      // Names of buckets as parts of the path: storages of one's own seldom have a host name for each bucket.
      forcePathStyle: true,
      // Many compatible storages do not know the newer checksums; the bytes carry an HMAC of their own.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: LIMITS.attempts,
      requestHandler: { connectionTimeout: LIMITS.connectionMs, requestTimeout: LIMITS.requestMs },
    });
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const object = this.objectOf(key);
    const content = { Body: bytes, ContentType: 'application/octet-stream' };
    await attempt(() => this.client.send(new PutObjectCommand({ ...object, ...content })));
  }

  async get(key: string): Promise<Buffer | null> {
    const object = this.objectOf(key);
    return attempt(async () => {
      try {
        const { Body: body } = await this.client.send(new GetObjectCommand(object));
        return Buffer.from((await body?.transformToByteArray()) ?? []);
      } catch (error) {
        if (nameOf(error) === 'NoSuchKey') return null;
        throw error;
      }
    });
  }

  async delete(key: string): Promise<void> {
    const object = this.objectOf(key);
    await attempt(async () => {
      try {
        await this.client.send(new DeleteObjectCommand(object));
      } catch (error) {
        if (nameOf(error) !== 'NoSuchKey') throw error;
      }
    });
  }

  async health(): Promise<void> {
    await attempt(() => this.client.send(new HeadBucketCommand({ Bucket: this.place.bucket })));
  }

  close(): void {
    this.client.destroy();
  }

  private objectOf(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.place.bucket, Key: checkKey(key) };
  }
}

const nameOf = (error: unknown): string => (error as { name?: string }).name ?? '';

async function attempt<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const { $metadata: answer } = error as { $metadata?: { httpStatusCode?: number } };
    const status = answer?.httpStatusCode;
    const reason = status === NOT_FOUND ? '存储桶不存在' : status === undefined ? '没有应答' : `应答${status}`;
    throw new StorageUnavailable(`材料存储桶无法读写（${reason}）`);
  }
}
