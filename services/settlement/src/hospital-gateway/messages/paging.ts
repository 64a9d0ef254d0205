import { ok, reject } from '#kernel';
import type { Result } from '#kernel';

interface Page {
  readonly page: number;
  readonly pageSize: number;
}

/** Pages are counted from 1 and hold up to so many rows. */
export const withinPage =
  (most: number) =>
  <T extends Page>(read: T): Result<T> =>
    read.page >= 1 && read.pageSize >= 1 && read.pageSize <= most
      ? ok(read)
      : reject('query.page', 'FORMAT', `每页(page_size)1至${most}条，页码(page_num)从1起`, ['page_num', 'page_size']);
