import { describe, expect, it } from '@jest/globals';
import { adding, keyed, METADATA, tally, tallyRef } from '../../test/support.js';
import { isInfrastructureFailure, OutcomeUnknown } from '../index.js';
import { isConflict } from '../transaction/writing-transaction.js';
import { locksOf } from './locks.js';
import { type KnownStream, StateCache, unwritten } from './state-cache.js';
import { WorkingStates } from './working-states.js';

const known = (version: number): KnownStream => ({
  definition: tally as never,
  version,
  state: version,
  hash: `${version}`,
});

describe('locks of a group (architecture §4)', () => {
  const requests = Array.from({ length: 50 }, (_, n) =>
    adding({ stream: `s${n % 20}`, label: 'x', key: keyed(`k${n}`) }),
  );

  it('are each taken once, in ascending order, whatever the order of the requests', () => {
    const locks = locksOf(requests).map(BigInt);
    expect(locks).toHaveLength(20 + 50);
    expect([...locks].sort((a, b) => (a < b ? -1 : 1))).toEqual(locks);
    expect(locksOf([...requests].reverse())).toEqual(locksOf(requests));
  });

  it('are those of the streams and of the key', () => {
    const [request] = requests;
    expect(locksOf([{ ...adding({ stream: 's0', label: 'x' }), idempotency: null }])).toHaveLength(1);
    expect(locksOf(request === undefined ? [] : [request])).toHaveLength(2);
  });
});

describe('the cache of states', () => {
  const get = (cache: StateCache, id: string, version = 9) => cache.get(id, tally as never, version)?.version;

  it('forgets the stream that was not used for longest', () => {
    const cache = new StateCache(2);
    cache.set('a', known(1));
    cache.set('b', known(2));
    expect(get(cache, 'a')).toBe(1);
    cache.set('c', known(3));
    expect(['a', 'b', 'c'].map((id) => get(cache, id))).toEqual([1, undefined, 3]);
  });

  it('gives nothing that is ahead of the log or was folded by another definition', () => {
    const cache = new StateCache(2);
    cache.set('a', known(5));
    expect(get(cache, 'a', 4)).toBeUndefined();
    expect(get(cache, 'a', 5)).toBe(5);
    expect(cache.get('a', { ...tally } as never, 5)).toBeUndefined();
  });
});

describe('states while a group is decided', () => {
  const request = { metadata: METADATA, metadataText: '{}', occurredAt: '2025-08-01T00:00:00.000Z' };
  const added = (by: number) => ({ streamId: 'tally-a', event: { type: 'Added', data: { by, label: 'x' } } });
  const states = () => new WorkingStates(new Map([['tally-a', unwritten(tally as never)]]));

  it('each event continues the version and the hash of the one before', () => {
    const working = states();
    working.append(added(1), 1, request);
    working.append(added(2), 1, request);
    const [one, two] = working.pending();
    expect([one?.version, two?.version, working.versionOf('tally-a')]).toEqual([1, 2, 2]);
    expect(one?.hash).not.toBe(two?.hash);
    expect(working.of(tallyRef('a'))).toEqual({ total: 3, labels: ['x', 'x'] });
  });

  it('what is taken back has never been: state, version, hash', () => {
    const working = states();
    working.append(added(1), 1, request);
    const before = working.known().get('tally-a');
    working.append(added(2), 1, request);
    working.append(added(3), 1, request);
    expect(() => working.append(added(0.5), 1, request)).toThrow(TypeError);
    working.takeBack(1);
    expect(working.known().get('tally-a')).toEqual(before);
    expect(working.pending()).toHaveLength(1);
  });

  it('a stream that was not named cannot be read or written', () => {
    expect(() => states().of(tallyRef('b'))).toThrow('tally-b is not among the streams');
    expect(() => states().append({ ...added(1), streamId: 'tally-b' }, 1, request)).toThrow('tally-b');
  });
});

describe('kinds of failure', () => {
  const coded = (code: string, constraint?: string) => Object.assign(new Error('x'), { code, constraint });

  it.each(['08006', '53300', '57P01', '58030', 'XX000', 'ECONNREFUSED', 'ECONNRESET'])(
    '%s is of the infrastructure',
    (code) => {
      expect(isInfrastructureFailure(coded(code))).toBe(true);
    },
  );

  it.each(['22P05', '23505', '42P01', '40001', '57014'])('%s is not of the infrastructure', (code) => {
    expect(isInfrastructureFailure(coded(code))).toBe(false);
  });

  it('a connection that ended is of the infrastructure, a defect is not', () => {
    expect(isInfrastructureFailure(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isInfrastructureFailure(new OutcomeUnknown('x'))).toBe(true);
    expect(isInfrastructureFailure(new TypeError('x is not a function'))).toBe(false);
    expect(isInfrastructureFailure(undefined)).toBe(false);
  });

  it('a stream version taken meanwhile is a conflict, another unique violation is not', () => {
    expect(isConflict(coded('23505', 'events_stream_id_stream_version_key'))).toBe(true);
    expect(isConflict(coded('23505', 'claim_pkey'))).toBe(false);
    expect([isConflict(coded('40001')), isConflict(coded('40P01')), isConflict(null)]).toEqual([true, true, false]);
  });
});
