import type { Queue, QueueOptions, Worker, WorkerOptions } from 'bullmq';
import { postgresBackend } from './postgres-backend.js';
import { redisBackend } from './redis-backend.js';

/** Where the queue is and under which name. */
export interface QueueLocation {
  /** `redis://`, `rediss://`, `postgres://` or `postgresql://`. A secret: it may hold a password. */
  readonly url: string;
  /** Keeps several installations apart in one Redis or database (default `latchkey`). Letters, digits, - and _. */
  readonly prefix?: string;
}

/** The part of BullMQ's Queue that is used; `shut` ends its connections, also while the server is away. */
export type OpenQueue = Pick<Queue, 'add' | 'upsertJobScheduler' | 'getJobSchedulers' | 'waitUntilReady'> &
  Shut & { on(event: 'error', listener: (error: Error) => void): unknown };

/** The part of BullMQ's Worker that is used. Its processor does nothing: the `completed` event is the ring. */
export type OpenWorker = Pick<Worker, 'waitUntilReady' | 'run'> &
  Shut & {
    on(event: 'error', listener: (error: Error) => void): unknown;
    on(event: 'completed', listener: (job: { readonly name: string }) => void): unknown;
  };

interface Shut {
  /** May reject, and may never settle: bound it. */
  shut(): Promise<void>;
}

/** What differs between Redis and Postgres. */
export interface Backend {
  openQueue(name: string, options: Omit<QueueOptions, 'connection'>): OpenQueue;
  openWorker(name: string, options: Omit<WorkerOptions, 'connection'>): OpenWorker;
}

/** Which of the two a URL means. Throws for any other, without quoting it. */
export function backendKind(url: string): 'redis' | 'postgres' {
  const scheme = /^([a-z]+):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme === 'redis' || scheme === 'rediss') return 'redis';
  if (scheme === 'postgres' || scheme === 'postgresql') return 'postgres';
  throw new Error('the queue URL must begin with redis://, rediss://, postgres:// or postgresql://');
}

/** The backend that the URL means, and the queue's name on it. */
export function chooseBackend(location: QueueLocation): { readonly backend: Backend; readonly name: string } {
  const { url, prefix = 'latchkey' } = location;
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(prefix)) throw new Error('the queue prefix has letters, digits, - and _ only');
  return {
    backend: backendKind(url) === 'redis' ? redisBackend(url) : postgresBackend(url),
    name: `${prefix}-ticks`,
  };
}
