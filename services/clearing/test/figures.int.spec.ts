import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliver } from '#testing';
import { startClearing, type ClearingUnderTest } from './month.js';
import { moved, publishAugust } from './treasury.js';

const SLIP = { bank: '中国银行', serialNumber: 'S-1' };

let clearing: ClearingUnderTest;

beforeAll(async () => {
  clearing = await startClearing();
});

afterAll(() => clearing.end());

describe('what prepayment must agree on', () => {
  it('CLR-13: every movement prepayment told of is in the figures it must agree with, by its number, once', async () => {
    const paid = moved({
      movementId: '2025-31-32-1/paid',
      unit: '32',
      counterparty: '31',
      movedOn: '2025-02-10',
      ...SLIP,
    });
    const interest = { kind: 'interest', direction: 'in', counterparty: null, amount: '3.21' } as const;
    const received = moved({ movementId: 'interest-31-a', unit: '31', movedOn: '2025-03-21', ...interest, ...SLIP });
    await deliver(clearing.service, clearing.environment, 'prepayment', [paid, received, paid]);
    const { body } = await clearing.service.call('GET', '/ops/figures');
    expect(Object.entries(body).filter(([name]) => name.startsWith('moved '))).toEqual([
      ['moved 2025-31-32-1/paid', '32 advance-paid 31 out 1000.00 2025-02-10 中国银行 S-1'],
      ['moved interest-31-a', '31 interest in 3.21 2025-03-21 中国银行 S-1'],
    ]);
  });

  it('PRE-06: the day on which the notices of a month were published is in the figures, and none before', async () => {
    const signed = async () =>
      Object.entries((await clearing.service.call('GET', '/ops/figures')).body).filter(([name]) =>
        name.startsWith('signed '),
      );
    expect(await signed()).toEqual([]);
    await publishAugust(clearing);
    expect(await signed()).toEqual([['signed 2025-08', '2025-09-30']]);
  });
});
