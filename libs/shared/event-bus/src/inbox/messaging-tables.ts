import { type Database, migrate } from '#event-store';

const MIGRATIONS = new URL('./sql/', import.meta.url);
const done = new WeakMap<Database, Promise<void>>();

/** Makes the tables of relay and inbox in a service's database; once per process, tried again after a failure. */
export function migrateMessaging(db: Database): Promise<void> {
  const known = done.get(db);
  if (known !== undefined) return known;
  const migrating = migrate(db, 'messaging', MIGRATIONS).catch((error: unknown) => {
    done.delete(db);
    throw error;
  });
  done.set(db, migrating);
  return migrating;
}
