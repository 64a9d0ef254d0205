import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#kernel';
import type { FieldCipher } from '#privacy';
import type { CheckedCall } from './call.js';
import type { Directory, Institution } from './directory/directory.js';
import { HospitalGateway } from './gateway.js';
import type { Transactions } from './transactions.js';

const institution = {
  ...{ code: 'H1', name: '测试医院', region: '310115', kind: 'hospital', settlementLevel: 3, open: true, marks: [] },
  ...{ transport: 'network', networks: ['10.1.2.0/24'], accessKey: '', sealedSecret: '' },
  ...{ sealedInputKey: null, inputSignature: null, accountInFunds: false },
} as unknown as Institution;

describe('a message that comes at midnight', () => {
  it('REC-01: its day and its time are of one instant, however long it takes to find out who sent it', async () => {
    let midnight = false;
    const clock = {
      now: () => new Date(midnight ? '2025-08-01T00:00:00.100+08:00' : '2025-07-31T23:59:59.900+08:00'),
      businessDate: () => businessDate(midnight ? '2025-08-01' : '2025-07-31'),
    };
    const directory = {
      institution: async () => {
        midnight = true;
        return institution;
      },
    };
    const calls: CheckedCall[] = [];
    const handlers = {
      '9002': async (_request: unknown, facts: CheckedCall) => {
        calls.push(facts);
        return { ok: true, value: { signedOutAt: facts.receivedAt } };
      },
    };
    const gateway = new HospitalGateway(
      directory as unknown as Directory,
      { handlers } as unknown as Transactions,
      clock,
      {} as unknown as FieldCipher,
    );
    const envelope = { infno: '9002', msgid: 'M1', mdtrtarea_admvs: '310115', fixmedins_code: 'H1' };
    const body = Buffer.from(JSON.stringify({ ...envelope, input: { signOut: { opter_no: '1', sign_no: '1' } } }));
    await gateway.receive({ body, headers: {}, query: '', peer: '10.1.2.3' });
    expect(calls.map(({ businessDate: day, receivedAt }) => [day, receivedAt.slice(0, 10)])).toEqual([
      ['2025-07-31', '2025-07-31'],
    ]);
  });
});
