import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { S3Place } from '../src/document/storage/s3-storage.js';

export interface S3Server {
  readonly place: S3Place;
  /** Where it keeps its objects. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** A server of the S3 protocol in this process, with one bucket. It knows one pair of keys, by its own name. */
export async function startS3Server(bucket: string): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'kuasheng-s3-'));
  const options = { address: '127.0.0.1', port: 0, silent: true, directory: folder };
  const server = new S3rver({ ...options, configureBuckets: [{ name: bucket }] });
  const { port } = await server.run();
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    place: { bucket, endpoint, region: 'us-east-1', accessKey: 'S3RVER', secretKey: 'S3RVER' },
    folder,
    async stop() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
