import type { Projection } from '#event-store';

const PUBLISHED = ['announcementId', 'kind', 'title', 'text', 'by', 'publishedOn', 'from', 'to'] as const;

/** 公告 and who has acknowledged them (COL-03). */
export const announcementsProjection: Projection = {
  name: 'announcements',
  mode: 'inline',
  handles: ['AnnouncementPublished', 'AnnouncementAcknowledged'],
  ddl: (t) => `
    create table ${t('announcement')} (
      announcement_id text primary key,
      kind text not null,
      title text not null,
      body text not null,
      published_by text not null,
      published_on date not null,
      from_time text,
      to_time text
    );
    create table ${t('acknowledgement')} (
      announcement_id text not null,
      unit text not null,
      acknowledged_on date not null,
      primary key (announcement_id, unit)
    );`,
  async apply(tx, events, t) {
    for (const { type, data } of events) {
      if (type === 'AnnouncementPublished') {
        await tx.query(
          `insert into ${t('announcement')} values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          PUBLISHED.map((name) => data[name]),
        );
      } else {
        await tx.query(`insert into ${t('acknowledgement')} values ($1, $2, $3)`, [
          ...['announcementId', 'unit', 'on'].map((name) => data[name]),
        ]);
      }
    }
  },
};
