import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { clearingUnitOf, RegionCode } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import type { TransportSetting } from '../../hospital-gateway/messages/index.js';

/** Where a place of insurance is reached and how its requests are signed. */
export interface RemotePlace {
  readonly unit: string;
  readonly url: string;
  readonly timeoutMs: number;
  readonly setting: TransportSetting;
  /** Closed, it gets no new settlement; what it has settled is still refunded and reversed there (SET-13, SET-15). */
  readonly open: boolean;
}

interface Row {
  readonly unit: string;
  readonly url: string;
  readonly transport: Family;
  readonly accessKey: string;
  readonly sealedSecret: string;
  readonly timeoutMs: number;
  readonly open: boolean;
}

type Family = 'csb' | 'x-tif' | 'apikey';

/** They change by hand, a few a year; settlement asks on every claim. */
const FRESH_MS = 2_000;

/** 参保地 we do not adjudicate for. */
@Injectable()
export class RemotePlaces {
  private known: { readonly at: number; readonly places: ReadonlyMap<string, RemotePlace> } | null = null;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  /** Null where we adjudicate ourselves, from now on. */
  async of(insuredRegion: string): Promise<RemotePlace | null> {
    const place = await this.ofUnit(clearingUnitOf(RegionCode.of(insuredRegion)));
    return place?.open === true ? place : null;
  }

  /** The place as it is registered, also once it is closed. */
  async ofUnit(unit: string): Promise<RemotePlace | null> {
    if (this.known === null || performance.now() - this.known.at >= FRESH_MS) {
      this.known = { at: performance.now(), places: await this.load() };
    }
    return this.known.places.get(unit) ?? null;
  }

  private async load(): Promise<ReadonlyMap<string, RemotePlace>> {
    const rows = await this.store.database.read<Row>(
      `select unit, url, transport, access_key as "accessKey", secret as "sealedSecret", timeout_ms as "timeoutMs", open
         from remote_place`,
    );
    return new Map(rows.map((row) => [row.unit, this.placeOf(row)]));
  }

  private placeOf({ unit, url, transport, accessKey, sealedSecret, timeoutMs, open }: Row): RemotePlace {
    const secret = this.cipher.open('credential', sealedSecret);
    return { unit, url, timeoutMs, open, setting: settingOf(transport, accessKey, secret) };
  }
}

function settingOf(family: Family, accessKey: string, secret: string): TransportSetting {
  switch (family) {
    case 'csb':
      return { family, accessKey, secretKey: secret };
    case 'x-tif':
      return { family, applicationId: accessKey, secret };
    case 'apikey':
      return { family, apiKey: secret };
    default:
      return family satisfies never;
  }
}
