import { SERVICES } from '#contracts';
import { databaseOf, DATABASES, parseConfig } from '#service';
import { openDatabase } from '#event-store';
import { makeWorld } from '#simulator';
import { filesOf, type MonthOf } from './months.js';

/** Names, id numbers and phones of everybody the month of this seed invents. */
export function personalData({ seed, claims }: MonthOf): readonly string[] {
  const { persons } = makeWorld({ seed, claims, month: '2025-08' });
  return persons.flatMap(({ name, idNumber, phone }) => [name, idNumber, phone]);
}

/** Every row of every table of all databases of a platform, as text. */
export async function databaseText(environment: Readonly<Record<string, string>>): Promise<string> {
  const config = parseConfig(environment);
  const parts: string[] = [];
  for (const owner of DATABASES) {
    const database = openDatabase(databaseOf(config, owner), { connections: 1 });
    const tables = await database.read<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of tables) {
      const rows = await database.read<{ text: string }>(`select t::text as text from ${name} t`);
      parts.push(...rows.map(({ text }) => text));
    }
    await database.close();
  }
  return parts.join('\n');
}

/** Events of all services that do not say who, when, on whose behalf and why (SEC-03). */
export async function eventsWithoutAccount(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const config = parseConfig(environment);
  const found: string[] = [];
  for (const service of SERVICES) {
    const database = openDatabase(databaseOf(config, service), { connections: 1 });
    const rows = await database.read<{ event: string }>(
      `select stream_id || ' ' || stream_version as event from events
        where '' in (coalesce(metadata->>'actor', ''), coalesce(metadata->>'onBehalfOf', ''), coalesce(metadata->>'reason', ''),
                     coalesce(metadata->>'businessDate', ''), coalesce(metadata->>'correlationId', ''))`,
    );
    found.push(...rows.map(({ event }) => `${service} ${event}`));
    await database.close();
  }
  return found;
}

/** Log files of a platform's folder. */
export async function logText(folder: string): Promise<string> {
  return [...(await filesOf(`${folder}/logs`)).values()].join('\n');
}

/** Which of the words stand in the text. */
export function found(words: readonly string[], text: string): readonly string[] {
  return words.filter((word) => text.includes(word));
}
