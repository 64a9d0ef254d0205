import { describe, expect, it } from '@jest/globals';
import { businessDate, clearingUnit, unwrap } from '#kernel';
import { announcementRef, decideAcknowledge, decidePublish, evolveAnnouncement } from './announcement.js';

const none = announcementRef('a').definition.initialState();
const publish = (over: object = {}) =>
  decidePublish(
    {
      ...{ announcementId: 'a', kind: 'downtime', title: '停机维护', text: '国家子系统升级', by: 'nation' },
      ...{ from: '2025-10-12T22:00', to: '2025-10-13T02:00', on: businessDate('2025-10-10'), ...over },
    },
    none,
  );

describe('announcements', () => {
  it.each([
    ['downtime without an end', { to: null }],
    ['downtime that ends when it begins', { to: '2025-10-12T22:00' }],
    ['a policy with a period', { kind: 'policy' }],
  ])('COL-03: refuses %s', (_what, over) => {
    expect(publish(over)).toMatchObject({ rejection: { code: 'announcement.period', rule: 'COL-03' } });
  });

  it('COL-03: is published once, and every unit acknowledges it once', () => {
    expect(publish({ to: '2025-10-12T22:01' }).ok).toBe(true);
    expect(publish({ kind: 'policy', from: null, to: null }).ok).toBe(true);
    const published = unwrap(publish()).reduce(evolveAnnouncement, none);
    const acknowledge = { announcementId: 'a', unit: clearingUnit('32'), on: '2025-10-11' };
    expect(decideAcknowledge(acknowledge, none)).toMatchObject({ rejection: { code: 'announcement.unknown' } });
    const read = unwrap(decideAcknowledge(acknowledge, published)).reduce(evolveAnnouncement, published);
    expect([...read.acknowledged]).toEqual(['32']);
    expect(decideAcknowledge(acknowledge, read)).toEqual({ ok: true, value: [] });
    expect(decidePublish({ ...published.published!, on: businessDate('2025-10-11') }, published)).toMatchObject({
      rejection: { code: 'announcement.exists' },
    });
  });
});
