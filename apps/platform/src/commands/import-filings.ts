import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SingleBar, Presets } from 'cli-progress';
import { readLayout } from '../platform/layout.js';
import { FilePart, openImportFile, placeAfter, type FilePlace, type ImportFile } from './import-file.js';
import { print, readAnswer, tokenOf, type Caller } from './shared.js';
import { patiently } from './world-link.js';

export interface ImportOptions {
  readonly unit: string;
  readonly errors?: string;
  readonly encoding?: string;
  readonly importId?: string;
  readonly checkOnly: boolean;
  readonly data: string;
  readonly json: boolean;
}

/** 导入进度 as the service tells it. */
export interface ImportReport {
  readonly importId: string;
  readonly unit: string;
  readonly checkOnly: boolean;
  readonly state: 'open' | 'finished';
  readonly committedLine: number;
  readonly accepted: number;
  readonly refused: number;
  readonly encoding: string | null;
}

/** A part is a few seconds long: no request outlives the service's patience, and the bar moves. */
const PART_MS = 5000;
const ID_DIGITS = 32;

/**
 * Sends a file of filings in parts. Each goes on after the last line whose fate is decided, whoever broke off before: the same
 * command again finishes the file, and a finished file sent again changes nothing.
 */
export async function importFilings(path: string, options: ImportOptions): Promise<ImportReport> {
  const { urls } = await readLayout(options.data);
  const file = await openImportFile(path);
  const sender = new ImportSender(urls.registration, file, options);
  const bar = barFor(file, options.json);
  const report = await sender.sendAll((place) => bar?.update(place.offset));
  bar?.stop();
  const errors = report.refused === 0 ? null : resolve(options.errors ?? `${path}.errors.csv`);
  if (errors !== null) await sender.saveErrors(errors);
  print(options.json, { ...report, errors }, () => textOf(report, errors));
  return report;
}

function barFor({ bytes }: ImportFile, json: boolean): SingleBar | null {
  if (json || !process.stderr.isTTY) return null;
  const format = '导入 {bar} {percentage}% 剩余{eta}秒';
  const bar = new SingleBar({ format, hideCursor: true, stream: process.stderr }, Presets.shades_classic);
  bar.start(bytes, 0);
  return bar;
}

const textOf = ({ importId, checkOnly, accepted, refused }: ImportReport, errors: string | null): string =>
  [
    `批次 ${importId}：${checkOnly ? '可导入' : '已导入'}${accepted}条，不予导入${refused}条`,
    ...(errors === null ? [] : [`错误清单：${errors}`]),
  ].join('\n');

/** Sends a file and saves its errors. One sender for one run. */
export class ImportSender {
  private readonly caller: Caller;
  private readonly importId: string;
  private readonly url: string;

  constructor(
    registration: string,
    private readonly file: ImportFile,
    private readonly options: Pick<ImportOptions, 'unit' | 'checkOnly' | 'importId' | 'encoding'>,
  ) {
    const { unit, checkOnly, importId } = options;
    this.url = `${registration}/registration/filings/imports`;
    this.caller = { roles: ['provincial-agency'], area: unit };
    // Whole file and unit: the same file is the same import, a corrected one another.
    this.importId = importId ?? `${checkOnly ? 'check' : 'file'}-${unit}-${file.hash.slice(0, ID_DIGITS)}`;
  }

  async sendAll(progress: (place: FilePlace) => void): Promise<ImportReport> {
    let place = this.options.checkOnly ? this.file.rows : await this.placeReached();
    for (;;) {
      const sent = await patiently(() => this.sendPart(place));
      progress(sent.place);
      if (sent.report.state === 'finished') return sent.report;
      place = sent.place;
    }
  }

  /** A part, and where the next one begins. One sent again after a failure is passed over as far as it was committed. */
  private async sendPart(from: FilePlace): Promise<{ readonly report: ImportReport; readonly place: FilePlace }> {
    const part = new FilePart(this.file, from, PART_MS);
    const report = await this.post(from.line, part.bytes());
    if (!part.ended) return { report, place: part.reached };
    return { report: await this.post(report.committedLine + 1, [this.file.header], false), place: part.reached };
  }

  /** Opens the import, or finds how far it has come before. */
  private async placeReached(): Promise<FilePlace> {
    const { committedLine } = await patiently(() => this.post(2, [this.file.header]));
    return committedLine < this.file.rows.line ? this.file.rows : placeAfter(this.file, committedLine);
  }

  private async post(
    fromLine: number,
    bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
    more = true,
  ): Promise<ImportReport> {
    const { unit, checkOnly, encoding } = this.options;
    const query = new URLSearchParams({
      ...{
        importId: this.importId,
        unit,
        fromLine: String(fromLine),
        more: String(more),
        checkOnly: String(checkOnly),
      },
      ...(encoding === undefined ? {} : { encoding }),
    });
    const init = {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokenOf(this.caller)}`, 'content-type': 'text/csv' },
      body: Readable.toWeb(Readable.from(bytes)),
      duplex: 'half',
    };
    const response = await fetch(`${this.url}?${query.toString()}`, init as unknown as RequestInit);
    return readAnswer<ImportReport>(response, `POST ${this.url}`);
  }

  async saveErrors(path: string): Promise<void> {
    const url = `${this.url}/${this.importId}/errors`;
    await patiently(async () => {
      const response = await fetch(url, { headers: { authorization: `Bearer ${await tokenOf(this.caller)}` } });
      if (!response.ok || response.body === null) return readAnswer<void>(response, `GET ${url}`);
      await pipeline(
        Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
        createWriteStream(path),
      );
    });
  }
}
