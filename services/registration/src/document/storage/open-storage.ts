import { ConfigurationRefused, type DocumentsConfig } from '#service';
import { StorageUnavailable, type DocumentStorage } from './document-storage.js';
import { FolderStorage } from './folder-storage.js';

/**
 * The storage the configuration names, seen to work: a folder that cannot be written or a bucket that is not there ends the
 * start and not the first upload.
 */
export async function openDocumentStorage(config: DocumentsConfig): Promise<DocumentStorage> {
  const storage = config.kind === 'file' ? new FolderStorage(config.folder) : await openBucket(config);
  try {
    await storage.health();
    return storage;
  } catch (error) {
    storage.close();
    if (!(error instanceof StorageUnavailable)) throw error;
    throw new ConfigurationRefused(`配置有误：\nKUASHENG_DOCUMENTS：${error.message}`);
  }
}

/** Loaded where a bucket is named: a platform with a folder need not load the client. */
async function openBucket(config: Extract<DocumentsConfig, { readonly kind: 's3' }>): Promise<DocumentStorage> {
  const { S3Storage } = await import('./s3-storage.js');
  return new S3Storage(config);
}
