import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.js';

/** One login's connections: statements of our own go through `pool`, management through `prisma`, over the same pool. */
export interface Database {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  /** Waits for what runs and closes every connection. */
  close(): Promise<void>;
}

/**
 * Opens a pool for the login in `url` (latchkey_app or latchkey_worker); connects at the first query. `poolMax` bounds
 * its connections; `applicationName` shows in pg_stat_activity. `onError` hears of idle connections that were lost.
 */
export function openDatabase(options: {
  readonly url: string;
  readonly poolMax: number;
  readonly applicationName: string;
  readonly onError?: (error: Error) => void;
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolMax,
    application_name: options.applicationName,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // A statement of ours is done in milliseconds; one that is not must not hold its locks for ever.
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    // The server may be frozen, not gone: then nothing else ends the wait.
    query_timeout: 20_000,
  });
  // Without a listener a lost idle connection would end the process; the pool replaces it by itself.
  pool.on('error', (error) => {
    // The pool hangs its client on the error, with all that it prepared and the key that cancels its statements: not for a log.
    Reflect.deleteProperty(error, 'client');
    options.onError?.(error);
  });
  // The pool listens to idle clients only. One that is lost between two statements of a transaction would end the
  // process too, with every answer that it holds and has not stored; the next statement tells of the loss.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
