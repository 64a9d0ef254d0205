import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startServiceForTest, type ServiceUnderTest } from '#testing';
import { nextMessageId, PSN_NO } from './hospital.js';
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

async function admitted(pieces = 1000): Promise<Stay> {
  const stay = await admit(settlement);
  await stay.lines('1', pieces);
  return stay;
}
const amend = ({ visitId, send }: Stay, changes: object = {}, diseinfo: readonly object[] = []) => {
  const key = { mdtrt_id: visitId, psn_no: PSN_NO };
  return send('2403', {
    adminfo: { ...key, begntime: '2025-08-01', med_type: '21', ipt_otp_no: 'Z-1', ...changes },
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
