import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import { EVENT_STORE } from '#service';
import { announcementRef, decidePublish, type PublishAnnouncement } from '../../domain/announcement.js';

export type PublishedAnswer = { readonly announcementId: string; readonly publishedOn: string };

/** 发布停机公告、医保政策 (COL-03). */
export class PublishAnnouncementCommand extends Command<WriteOutcome<PublishedAnswer>> {
  constructor(
    readonly announcement: PublishAnnouncement,
    readonly act: { readonly metadata: EventMetadata; readonly idempotency: IdempotencyKey },
  ) {
    super();
  }
}

@CommandHandler(PublishAnnouncementCommand)
export class PublishAnnouncementHandler implements ICommandHandler<PublishAnnouncementCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ announcement, act }: PublishAnnouncementCommand): Promise<WriteOutcome<PublishedAnswer>> {
    const { announcementId, on } = announcement;
    return this.store.write(
      streamRequest({
        ...{ stream: announcementRef(announcementId), ...act },
        decide: (state) => decidePublish(announcement, state),
        answer: (): PublishedAnswer => ({ announcementId, publishedOn: on }),
      }),
    );
  }
}
