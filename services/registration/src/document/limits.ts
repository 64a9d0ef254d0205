import type { UploadLimits } from '#http';

/** Bounds of an upload: a scan of several pages at 300 dpi is about 5 MB. */
export const DOCUMENT_LIMITS: UploadLimits = {
  fileBytes: 10 * 1024 * 1024,
  fieldBytes: 1_000,
  fieldCount: 10,
  /** Each is in memory about three times at its largest moment: as sent, whole, and sealed. */
  atOnce: 16,
};
