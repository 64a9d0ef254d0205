import type { EventStore } from '#event-store';
import type { JobHandler } from '#jobs';

/** Removes exchanged files whose 下载截止 has passed; that they were exchanged stays in the events. */
export const purgeFilesJob = (store: EventStore): JobHandler => ({
  job: 'purge-files',
  description: '删除已过下载截止日期的交换文件 (9101, 9102)',
  run: async (asOf) => {
    const removed = await store.transaction((tx) =>
      tx.query<{ file_no: string }>('delete from exchange_file where expires_on < $1 returning file_no', [asOf]),
    );
    return { removed: removed.length };
  },
});
