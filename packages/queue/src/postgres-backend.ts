import { EventEmitter } from 'node:events';
import { createPostgresBackend, Queue, Worker } from 'bullmq';
import pg from 'pg';
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
  const limits = { max: 2, connectionTimeoutMillis: 10_000, query_timeout: 10_000 };
  return { connectionString: url.href, ...limits, Client: heardClient, ...(options !== null && { options }) };
}

/**
 * A client whose loss is always heard. While BullMQ reads the schema's version on one, nobody listens to it, and its
 * loss would end the process, with every answer of a provider that it holds; the query tells of the loss anyway.
 */
const heardClient = function connectHeard(config: pg.ClientConfig) {
  const client = new pg.Client(config);
  client.on('error', () => {});
  return client;
} as unknown as typeof pg.Client; // the pool calls it with `new`, which answers the object that it returns

/**
 * Closing its LISTEN connection, BullMQ 6.7 takes every listener off first; the server's word that the connection is
 * ended, arriving then, would end the process. The client is one that BullMQ makes itself, so its class is taught:
 * whoever took the listeners off no longer wants to hear, and nobody is harmed.
 */
pg.Client.prototype.removeAllListeners = function removeAllButLoss(this: pg.Client, name?: string | symbol) {
  if (name === undefined) EventEmitter.prototype.removeAllListeners.call(this);
  else EventEmitter.prototype.removeAllListeners.call(this, name);
  if (name === undefined || name === 'error') this.on('error', () => {});
  return this;
};
