import { createRedisBackend, Queue, Worker } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import type { Backend } from './backend.js';
import { within } from './within.js';

const pauseMs = 2_000;

/**
 * BullMQ on Redis. The connections are our own, because BullMQ says goodbye to the server before it closes its own,
 * which never ends while the server is away.
 */
export function redisBackend(url: string): Backend {
  const connect = (options: Pick<RedisOptions, 'enableOfflineQueue' | 'maxRetriesPerRequest'>): Redis =>
    new Redis(url, {
      connectTimeout: 5_000,
      retryStrategy: (tries: number) => Math.min(100 * tries, 2_000),
      ...options,
    });
  return {
    openQueue(name, options) {
      // Without the offline queue a ring fails at once while Redis is away, instead of hanging.
      const connection = connect({ enableOfflineQueue: false });
      const queue = new Queue(name, { ...options, connection }, createRedisBackend);
      return Object.assign(queue, {
        async shut() {
          connection.on('error', () => {}); // BullMQ takes its own listener off
          connection.disconnect();
          await queue.close();
        },
      });
    },
    openWorker(name, options) {
      const connection = connect({ maxRetriesPerRequest: null });
      const worker = new Worker(name, async () => undefined, { ...options, connection }, createRedisBackend);
      return Object.assign(worker, {
        async shut() {
          connection.on('error', () => {});
          // A ring that is being heard should be over first, or nobody hears it until it counts as stalled.
          await within(pauseMs, 'pausing', worker.pause()).catch(() => undefined);
          connection.disconnect();
          await worker.close(true);
        },
      });
    },
  };
}
