import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { CONTRACTS, topicOf, type FilingEnded } from '#contracts';
import { mintDevelopmentToken } from '#http';
import { databaseOf, openBus, parseConfig } from '#service';
import { startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import { eventsRecorded, ID_NUMBER, nextMessageId, openVisit, putHospital, send } from './hospital.js';
import { bytesOf } from './stay.js';

/** What registration's answer promises: after this long settlement goes by the act, or does not answer by filings at all. */
const FRESH_MS = 500;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let environment: Readonly<Record<string, string>>;
let drop: () => Promise<void>;
let registration: ServiceUnderTest;
let settlement: ServiceUnderTest;
let persons = 0;
let psnNo = '';

beforeAll(async () => {
  ({ environment, drop } = await testEnvironment());
  registration = await startServiceForTest('registration', environment);
  settlement = await startServiceForTest('settlement', environment);
  for (const service of [registration, settlement]) await service.setBusinessDate('2025-08-01');
  await putHospital(settlement);
});

afterAll(async () => {
  await settlement.stop();
  await registration.stop();
  await drop();
});

beforeEach(async () => {
  persons += 1;
  psnNo = `3202000000000000${String(persons).padStart(4, '0')}`;
  await enrol();
});

async function enrol(): Promise<void> {
  const person = {
    ...{ psnNo, name: '王小明', idNumber: ID_NUMBER, sex: '1', birthDate: '1960-05-01', insuredRegion: '320200' },
    ...{ insuranceType: '310', personType: '12', civilServant: false, insuranceStatus: '1' },
    ...{ insuredSince: '2010-01-01', accountBalance: '1200.00' },
  };
  await asAgency('/registration/insured-persons', { unit: '32', persons: [person] });
  await eventually(async () => {
    const [row] = await settlement.database.read('select 1 from insured_person where psn_no = $1', [psnNo]);
    return row !== undefined;
  });
}

async function eventually(isIt: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 20_000;
  while (!(await isIt())) {
    if (performance.now() > until) throw new Error('still not');
    await sleep(25);
  }
}

interface Answer {
  readonly status: number;
  readonly published: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

let keys = 0;

/** A clerk of Jiangsu, with the header that says whether other services know. */
async function asAgency(path: string, body: object, key = `k${(keys += 1)}`): Promise<Answer> {
  const token = await mintDevelopmentToken({ subject: 'clerk', roles: ['provincial-agency'], area: '32' });
  const response = await fetch(`${registration.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
  const answered = (await response.json()) as Record<string, unknown>;
  return { status: response.status, published: response.headers.get('kuasheng-published'), body: answered };
}

const file = (key?: string): Promise<Answer> =>
  asAgency(
    '/registration/filings',
    {
      ...{ psnNo, insuredRegion: '320200', kind: 'other-temporary', destination: '310000', documents: [] },
      channel: 'window',
    },
    key,
  );

const cancel = (filed: Answer): Promise<Answer> =>
  asAgency(`/registration/filings/${String(filed.body['filingId'])}/cancellation`, { psnNo, insuredRegion: '320200' });

/** As the daily job of registration tells it: from a source of its own, so that its position disturbs nobody's. */
async function revoke(filed: Answer, endedOn: string): Promise<void> {
  const data: FilingEnded = { filingId: String(filed.body['filingId']), psnNo, endedOn, cause: 'revoked' };
  const bus = openBus(parseConfig(environment), 'test');
  const position = `000001.${'0'.repeat(20)}.${String((keys += 1)).padStart(19, '0')}`;
  await bus.publish(topicOf('registration'), [
    {
      ...{ id: `revocation/${position}`, source: 'revocation', type: CONTRACTS.filingEnded.type, position, data },
      ...{ subject: `filings-${psnNo}`, time: '2025-08-01T00:00:00.000Z', metadata: {} },
    },
  ]);
  await bus.close();
}

const settle = (visit: { settle: object }, msgid?: string) => send(settlement, '2207', { data: visit.settle }, msgid);
const trial = (visit: { settle: object }) => send(settlement, '2206', { data: visit.settle });

async function client(database: 'settlement' | 'bus'): Promise<pg.Client> {
  const opened = new pg.Client({ connectionString: databaseOf(parseConfig(environment), database) });
  await opened.connect();
  return opened;
}

async function figure(name: 'age_seconds' | 'not_current_total'): Promise<number> {
  const text = await fetch(`${settlement.url}/metrics`).then((response) => response.text());
  return Number(new RegExp(`^kuasheng_filings_${name}\\{.* (\\S+)$`, 'm').exec(text)?.[1]);
}

/** Settlement's consumer waits for its partitions as it would for another process's last batch. */
async function holdBack(): Promise<{ release(): Promise<void> }> {
  const holder = await client('settlement');
  await holder.query(
    `select count(pg_advisory_lock(hashtextextended('inbox settlement ' || $1 || '/' || n, 0))::text)
       from generate_series(0, 5) as n`,
    [topicOf('registration')],
  );
  return { release: () => holder.end() };
}

describe('filings made, ended and revoked in registration a moment before', () => {
  it('REG-02: half a second after the answer a filing carries a visit, and a cancelled one does not', async () => {
    const [visit, later] = [await openVisit(settlement, 100, psnNo), await openVisit(settlement, 100, psnNo)];
    expect(await settle(visit)).toMatchObject({ infcode: '-1', err_msg: expect.stringContaining('REG-02') });
    const filed = await file();
    expect(filed).toMatchObject({ status: 200, published: 'true' });
    await sleep(FRESH_MS);
    expect(await settle(visit, nextMessageId())).toMatchObject({ infcode: '0' });
    expect(await cancel(filed)).toMatchObject({ status: 200, published: 'true' });
    await sleep(FRESH_MS);
    expect(await settle(later)).toMatchObject({ infcode: '-1', err_msg: expect.stringContaining('请先办理备案') });
  });

  it('REG-13: a revocation of today ends what the filing carried; a new filing restores it', async () => {
    const visit = await openVisit(settlement, 100, psnNo);
    const filed = await file();
    await sleep(FRESH_MS);
    expect(await trial(visit)).toMatchObject({ infcode: '0' });
    await revoke(filed, '2025-08-01');
    await sleep(FRESH_MS);
    expect(await settle(visit)).toMatchObject({ infcode: '-1', err_msg: expect.stringContaining('REG-02') });
    await file();
    await sleep(FRESH_MS);
    expect(await settle(visit, nextMessageId())).toMatchObject({ infcode: '0' });
  });

  it('REG-02: a person of whom a message was put aside is told so instead of being settled by what is known', async () => {
    const visit = await openVisit(settlement, 100, psnNo);
    await file();
    await revoke({ status: 200, published: null, body: { filingId: 'BA0' } }, '2025-08-01');
    await sleep(FRESH_MS);
    expect(await settle(visit)).toMatchObject({ infcode: '-1', err_msg: expect.stringContaining('有待人工处理') });
  });

  it('REG-05: a refused application is answered without the header: there is nothing others could see', async () => {
    const refused = await asAgency('/registration/filings/BA0/cancellation', { psnNo, insuredRegion: '320200' });
    expect(refused).toMatchObject({ status: 404, published: null });
  });
});

describe('when what registration told has not been applied', () => {
  let held: { release(): Promise<void> } | null = null;
  const hold = async (): Promise<void> => {
    held = await holdBack();
  };
  const release = async (): Promise<void> => {
    await held?.release();
    held = null;
  };

  afterEach(release);

  it('REG-02: a trial waits and is then right', async () => {
    const visit = await openVisit(settlement, 100, psnNo);
    await hold();
    await file();
    await sleep(FRESH_MS);
    let answered = false;
    const asked = trial(visit).finally(() => (answered = true));
    await sleep(1_000);
    expect(answered).toBe(false);
    await release();
    expect(await asked).toMatchObject({ infcode: '0' });
  });

  it('REG-02, SET-15: after three seconds it is refused plainly, nothing is recorded, and the same message is served later', async () => {
    const [before, visit] = [await openVisit(settlement, 100, psnNo), await openVisit(settlement, 100, psnNo)];
    const filed = await file();
    await sleep(FRESH_MS);
    const [answeredId, waitingId] = [nextMessageId(), nextMessageId()];
    const answered = await settle(before, answeredId);
    expect(answered.infcode).toBe('0');
    await hold();
    await revoke(filed, '2025-08-01');
    await file();
    await sleep(FRESH_MS);
    const events = await eventsRecorded(settlement);
    const refusals = await figure('not_current_total');
    const begun = performance.now();
    expect(bytesOf(await settle(before, answeredId))).toBe(bytesOf(answered));
    expect(performance.now() - begun).toBeLessThan(2_000);
    const refused = await settle(visit, waitingId);
    expect(performance.now() - begun).toBeGreaterThan(2_900);
    expect(refused).toMatchObject({
      status: 200,
      infcode: '-1',
      err_msg: '备案信息正在同步，请稍后以同一报文重试(REG-02)',
    });
    expect(await eventsRecorded(settlement)).toBe(events);
    expect(await figure('age_seconds')).toBeGreaterThan(3);
    expect((await figure('not_current_total')) - refusals).toBe(1);
    await release();
    expect(await settle(visit, waitingId)).toMatchObject({ infcode: '0' });
  });
});

describe('when the bus is away', () => {
  it('REG-05: the act is recorded and its answer says that others do not see it yet; sent again it says when they do', async () => {
    const bus = await client('bus');
    await bus.query('begin');
    await bus.query('lock table log in exclusive mode');
    const begun = performance.now();
    const filed = await file('while-away');
    expect(filed).toMatchObject({ status: 200, published: 'false' });
    expect(performance.now() - begun).toBeGreaterThan(1_900);
    await bus.end();
    const again = await file('while-away');
    expect(again).toMatchObject({ status: 200, published: 'true', body: filed.body });
  });
});
