import { createPostgresBackend, Queue, Worker } from 'bullmq';
import type { Backend } from './backend.js';

/** BullMQ on Postgres, in the schema `bullmq` that prepareQueue makes. */
export function postgresBackend(url: string): Backend {
  const connection = connectionConfig(url);
  return {
    openQueue(name, options) {
      const queue = new Queue(name, { ...options, connection }, createPostgresBackend);
      return Object.assign(queue, { shut: () => queue.close() });
    },
    openWorker(name, options) {
      const worker = new Worker(name, async () => undefined, { ...options, connection }, createPostgresBackend);
      return Object.assign(worker, { shut: () => worker.close() });
    },
  };
}

/**
 * A config object, not a pool: BullMQ then sets the search_path and keeps LISTEN on a connection of its own. It sets
 * the search_path through `options`, which a parameter of that name in the URL would undo; so that is taken out first.
 */
function connectionConfig(text: string) {
  const url = new URL(text);
  const options = url.searchParams.get('options');
  url.searchParams.delete('options');
  const limits = { max: 2, connectionTimeoutMillis: 5_000, query_timeout: 10_000 };
  return { connectionString: url.href, ...limits, ...(options !== null && { options }) };
}
