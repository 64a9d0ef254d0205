import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { ok, reject, type BusinessDate, type ClearingUnit, type Result } from '#kernel';

export type AnnouncementKind = 'downtime' | 'policy';

export type Published = {
  readonly announcementId: string;
  readonly kind: AnnouncementKind;
  readonly title: string;
  readonly text: string;
  /** `nation` or the unit that publishes. */
  readonly by: string;
  readonly publishedOn: string;
  /** 停机时段 in Asia/Shanghai, `2025-10-12T22:00`; null for a policy. */
  readonly from: string | null;
  readonly to: string | null;
};

export type AnnouncementEvent =
  | DomainEvent<'AnnouncementPublished', Published>
  | DomainEvent<
      'AnnouncementAcknowledged',
      { readonly announcementId: string; readonly unit: string; readonly on: string }
    >;

/** 公告 A notice of downtime or policy to all, and who has read it (COL-03). */
export interface Announcement {
  readonly published: Published | null;
  readonly acknowledged: ReadonlySet<string>;
}

export function evolveAnnouncement(announcement: Announcement, event: AnnouncementEvent): Announcement {
  switch (event.type) {
    case 'AnnouncementPublished':
      return { ...announcement, published: event.data };
    case 'AnnouncementAcknowledged':
      return { ...announcement, acknowledged: new Set([...announcement.acknowledged, event.data.unit]) };
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<Announcement, AnnouncementEvent> = {
  category: 'announcement',
  initialState: () => ({ published: null, acknowledged: new Set() }),
  evolve: evolveAnnouncement,
};

export const announcementRef = (announcementId: string): StreamRef<Announcement> => ({
  id: `announcement-${announcementId}`,
  definition,
});

export type PublishAnnouncement = Omit<Published, 'publishedOn'> & { readonly on: BusinessDate };

/** 发布公告 (COL-03): downtime says from when to when, policy does not. */
export function decidePublish(
  { on, ...announcement }: PublishAnnouncement,
  { published }: Announcement,
): Result<readonly AnnouncementEvent[]> {
  if (published !== null) return reject('announcement.exists', 'COL-03', '该公告已发布', ['announcementId']);
  const { kind, from, to } = announcement;
  const refusal = kind === 'downtime' ? refuseDowntime(from, to) : refusePeriod(from, to);
  if (refusal !== null) return refusal;
  return ok([{ type: 'AnnouncementPublished', data: { ...announcement, publishedOn: on } }]);
}

function refuseDowntime(from: string | null, to: string | null): Result<never> | null {
  if (from !== null && to !== null && from < to) return null;
  return reject('announcement.period', 'COL-03', '停机公告须写明起止时间，且止于起之后', ['from', 'to']);
}

function refusePeriod(from: string | null, to: string | null): Result<never> | null {
  if (from === null && to === null) return null;
  return reject('announcement.period', 'COL-03', '停机时段只用于停机公告', ['from', 'to']);
}

/** 签收公告 (COL-03), once by each unit; again changes nothing. */
export function decideAcknowledge(
  { announcementId, unit, on }: { readonly announcementId: string; readonly unit: ClearingUnit; readonly on: string },
  { published, acknowledged }: Announcement,
): Result<readonly AnnouncementEvent[]> {
  if (published === null) return reject('announcement.unknown', 'COL-03', '未找到该公告', ['announcementId']);
  if (acknowledged.has(unit)) return ok([]);
  return ok([{ type: 'AnnouncementAcknowledged', data: { announcementId, unit, on } }]);
}
