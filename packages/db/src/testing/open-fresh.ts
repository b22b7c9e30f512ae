import pg from 'pg';
import { type Database, openDatabase } from '../database.js';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';

/** A fresh database, opened with both logins and, for arranging and looking, as superuser. */
export interface OpenedFreshDatabase {
  readonly urls: FreshDatabase;
  readonly app: Database;
  readonly worker: Database;
  readonly admin: pg.Pool;
  /** Closes all of it and deletes the database. */
  close(): Promise<void>;
}

export async function openFreshDatabase(): Promise<OpenedFreshDatabase> {
  const urls = await freshDatabase();
  const app = openDatabase({ url: urls.appUrl, poolMax: 10, applicationName: 'test-app' });
  const worker = openDatabase({ url: urls.workerUrl, poolMax: 10, applicationName: 'test-worker' });
  const admin = new pg.Pool({ connectionString: urls.adminUrl, max: 4 });
  admin.on('error', () => undefined); // told by the query that it interrupts
  return {
    urls,
    app,
    worker,
    admin,
    async close() {
      await Promise.all([app.close(), worker.close(), admin.end()]);
      await urls.drop();
    },
  };
}
