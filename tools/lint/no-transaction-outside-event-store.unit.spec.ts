import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { noTransactionOutsideEventStore } from './no-transaction-outside-event-store.mjs';

const tester = new RuleTester({ languageOptions: { parser: tseslint.parser as never, sourceType: 'module' } });
const refused = (code: string, ...messageIds: readonly string[]) => ({
  code,
  errors: messageIds.map((messageId) => ({ messageId })),
});
const READ_ONLY = [{ readOnlyClient: true }];

tester.run('no-transaction-outside-event-store', noTransactionOutsideEventStore, {
  valid: [
    'await store.write({ streams, decide });',
    'await database.read("select 1");',
    'await database.transaction(work);',
    'const text = "Begin with the first claim";',
    'const text = "commit of the month"; const begin = 1;',
    'import type { Pool } from "pg"; export const use = (pool: Pool) => pool.query("select 1");',
    'import pg from "pg"; const { rows } = pg.types;',
    'await admin.connect(); await producer.connect();',
    'class Client {} const client = new Client();',
    {
      code: `import pg from 'pg'; const c = new pg.Client({ options: '-c default_transaction_read_only=on' });`,
      options: READ_ONLY,
    },
  ],
  invalid: [
    refused('await client.query("BEGIN");', 'sql'),
    refused('await client.run("BEGIN ISOLATION LEVEL SERIALIZABLE");', 'sql'),
    refused('const sql = "COMMIT";', 'sql'),
    refused('const sql = `ROLLBACK TO ${name}`;', 'sql'),
    refused('const sql = "insert into t values (1); COMMIT";', 'sql'),
    refused('await client.query("begin");', 'sql'),
    refused('await client.query(`start transaction`);', 'sql'),
    refused('await pool.connect();', 'connection'),
    refused('await this.db.readPool.connect();', 'connection'),
    refused('import pg from "pg"; const pool = new pg.Pool({});', 'connection'),
    refused('import { Client as PgClient } from "pg"; const c = new PgClient();', 'connection'),
    refused('await dataSource.transaction(work);', 'call'),
    refused('await this.repository.manager.transaction(work);', 'call'),
    refused('const runner = dataSource.createQueryRunner(); await runner.startTransaction();', 'call', 'call'),
    { ...refused('import pg from "pg"; const c = new pg.Client({});', 'readOnly'), options: READ_ONLY },
  ],
});
