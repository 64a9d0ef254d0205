import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startServiceForTest, type ServiceUnderTest } from '#testing';
import { credential, nextMessageId, PSN_NO } from './hospital.js';
import { remoteWorld, standing, stillOpen, untilSent, type RemoteWorld } from './remote-world.js';
import { admit, type Stay } from './stay.js';

let world: RemoteWorld;
let settlement: ServiceUnderTest;

beforeAll(async () => {
  world = await remoteWorld();
  ({ settlement } = world.ours);
});

afterEach(() => {
  world.line.faults = [];
});

afterAll(async () => {
  await world.line.close();
  await settlement.stop();
  await world.ours.end().catch(() => undefined);
  await world.theirs.end();
});

const bothStand = async (): Promise<[number, number]> => [
  await standing(settlement),
  await standing(world.theirs.settlement),
];
const untilDecided = async (): Promise<void> => expect(await stillOpen(settlement)).toEqual([]);

type Numbered = Stay & { readonly number: string };
async function admitted(): Promise<Numbered> {
  const number = nextMessageId();
  const stay = await admit(settlement, number);
  await stay.lines('1', 1000);
  return { ...stay, number };
}
/** 2403: as it was admitted but for the changes. */
const amend = ({ visitId, send, number }: Numbered, changes: object = {}, diseinfo: readonly object[] = []) => {
  const key = { mdtrt_id: visitId, psn_no: PSN_NO };
  return send('2403', {
    adminfo: { ...key, begntime: '2025-08-01', med_type: '21', ipt_otp_no: number, ...changes },
    diseinfo,
  });
};

describe('a settlement of a stay whose process died', () => {
  it('SET-15: taken up again by its message, it is reversed where the place refuses now what it may have granted', async () => {
    const before = await bothStand();
    const stay = await admitted();
    await stay.discharge();
    const msgid = nextMessageId();
    world.line.faults.push({ infno: '2304', kind: 'late', times: 99 });
    const waiting = stay.settle('2304', 1000, msgid).catch(() => 'gone');
    await untilSent(world.line);
    await settlement.kill();
    expect(await waiting).toBe('gone');
    settlement = await startServiceForTest('settlement', world.ours.environment);
    world.line.faults = [];
    expect((await bothStand())[1]).toBe(before[1] + 1);
    expect((await amend(stay, { begntime: '2025-07-31' })).infcode).toBe('0');
    expect((await stay.settle('2304', 1000, msgid)).err_msg).toMatch(/作废冲正.*SET-15/);
    await untilDecided();
    expect(await bothStand()).toEqual(before);
  });
});

describe('a stay at a place that computes itself', () => {
  const EMERGENCY = { exp_content: JSON.stringify({ IPT_TYPE: '2' }) };
  const key = ({ visitId }: Stay) => ({ mdtrt_id: visitId, psn_no: PSN_NO });
  /** 2303 or 2304 with members of its own. */
  const settle = (stay: Stay, infno: string, pieces: number, members: object = {}) => {
    const sum = { medfee_sumamt: ((pieces * 452) / 100).toFixed(2), psn_setlway: '01', acct_used_flag: '1' };
    return stay.send(infno, { data: { ...credential, ...key(stay), ...sum, ...members } });
  };
  /** The claim and what it rests on, as the place of insurance keeps it. */
  const claimThere = async () => {
    const [row] = await world.theirs.settlement.database.read<{ data: Record<string, unknown> }>(
      `select data from events where type = 'ClaimSettled' order by global_position desc limit 1`,
    );
    return row?.data;
  };
  const diagnosesThere = async () => {
    const [row] = await world.theirs.settlement.database.read<{ codes: string }>(
      `select data->'diagnoses'->0->>'code' as codes from events where type = 'AdmissionAmended'
        order by global_position desc limit 1`,
    );
    return row?.codes;
  };

  beforeAll(async () => {
    for (const side of [settlement, world.theirs.settlement]) await side.setBusinessDate('2025-08-10');
  });

  it('SET-01, SET-07, SET-12: what an earlier trial told of it and what was taken back since is not what it is settled by', async () => {
    const stay = await admitted();
    expect((await amend(stay, { begntime: '2025-07-25' })).infcode).toBe('0');
    await stay.discharge('2025-08-05 10:00:00');
    expect((await settle(stay, '2303', 1000, EMERGENCY)).infcode).toBe('0');
    expect((await stay.send('2405', { data: key(stay) })).infcode).toBe('0');
    expect((await amend(stay)).infcode).toBe('0');
    await stay.discharge('2025-08-03 10:00:00');
    expect((await settle(stay, '2304', 1000)).err_msg).toBeNull();
    const there = await claimThere();
    expect(there?.['claim']).toMatchObject({ admittedOn: '2025-08-01', dischargedOn: '2025-08-03' });
    expect((there?.['facts'] as { marks?: { emergency: boolean } }).marks?.emergency ?? false).toBe(false);
  });

  it('SET-15: a trial told again by the same message after a change is told the place anew', async () => {
    const stay = await admitted();
    await stay.discharge('2025-08-05 10:00:00');
    const msgid = nextMessageId();
    expect((await stay.settle('2303', 1000, msgid)).err_msg).toBeNull();
    await stay.lines('2', 500);
    expect((await settle(stay, '2303', 1500)).err_msg).toBeNull();
    expect((await stay.send('2302', { data: [{ ...key(stay), feedetl_sn: '2' }] })).infcode).toBe('0');
    expect((await stay.settle('2303', 1000, msgid)).err_msg).toBeNull();
  });

  it('SET-07, SET-12: diagnoses reach it without a 2402, and a settlement in between does not keep it from the next', async () => {
    const stay = await admitted();
    const row = { diag_type: '1', diag_srt_no: '1', diag_code: 'F20.900', diag_name: '精神分裂症', maindiag_flag: '1' };
    expect((await amend(stay, {}, [row])).infcode).toBe('0');
    expect((await settle(stay, '2304', 1000, { ...EMERGENCY, mid_setl_flag: '1' })).err_msg).toBeNull();
    expect(await diagnosesThere()).toBe('F20.900');
    await stay.lines('2', 500);
    await stay.discharge('2025-08-05 10:00:00');
    expect((await settle(stay, '2303', 500)).err_msg).toBeNull();
    expect((await settle(stay, '2304', 500)).err_msg).toBeNull();
    const there = await claimThere();
    expect(there?.['claim']).toMatchObject({ dischargedOn: '2025-08-05' });
    expect((there?.['facts'] as { marks?: { emergency: boolean } }).marks?.emergency ?? false).toBe(false);
  });
});
