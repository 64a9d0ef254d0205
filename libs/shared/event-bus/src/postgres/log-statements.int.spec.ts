import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Database, inWritingTransaction, openDatabase, START } from '#event-store';
import { testDatabase, type TestDatabase } from '../../../testing/src/infrastructure/postgres.js';
import { type HeldPartition, READ_ENDS, READ_HELD, readPositions, savePositions } from './log-statements.js';
import { migrateBus } from './postgres-event-bus.js';

const CONSUMER = 'reader';
const TOPIC = 'kuasheng.test.v1';

describe('statements of the log', () => {
  let database: TestDatabase;
  let db: Database;

  beforeAll(async () => {
    database = await testDatabase('bus_log');
    db = openDatabase(database.url);
    await migrateBus(db);
    await inWritingTransaction(db, (tx) => tx.query('insert into topics values ($1, 6)', [TOPIC]));
  });

  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  it('never move an acknowledgement back', async () => {
    const at = (transactionId: string): HeldPartition[] => [
      { topic: TOPIC, partition: 0, position: { ...START, epoch: 1, transactionId } },
    ];
    const save = (transactionId: string): Promise<void> =>
      inWritingTransaction(db, (tx) => savePositions(tx.query, CONSUMER, at(transactionId)));
    await save('500');
    await save('499');
    expect(await readPositions(db.read, CONSUMER, [TOPIC])).toEqual(at('500'));
    await save('501');
    expect(await readPositions(db.read, CONSUMER, [TOPIC])).toEqual(at('501'));
  });

  it('read a partition through its index, without a sort of the log', async () => {
    await inWritingTransaction(db, async (tx) => {
      await tx.query(
        `insert into log (topic, partition, id, source, type, subject, source_position, time, metadata, data)
         select $1, n % 6, n, 'hand', 't', 's', n, '', '{}', '{}' from generate_series(1, 60000) as n`,
        [TOPIC],
      );
      await tx.query('analyze log');
    });
    const partitions = [
      [TOPIC, TOPIC],
      [0, 1],
      [1, 1],
      ['0', '0'],
      ['0', '0'],
    ];
    const rows = await db.read<{ 'QUERY PLAN': string }>(`explain ${READ_HELD}`, [...partitions, '9999999999', 500]);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('log_in_order');
    expect(plan).not.toMatch(/Sort|Seq Scan on log/);
    const ends = await db.read<{ 'QUERY PLAN': string }>(`explain ${READ_ENDS}`, [[TOPIC]]);
    const planOfEnds = ends.map((row) => row['QUERY PLAN']).join('\n');
    expect(planOfEnds).toContain('Index Only Scan Backward using log_in_order');
    expect(planOfEnds).not.toMatch(/Sort|Seq Scan on log/);
  });
});
