import { Redis } from 'ioredis';
import type { QueueLogger } from './ticks.js';

/** One text under one key on Redis. Both calls reject at once while Redis is away. */
export interface RedisText {
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Connects at the first call. */
export function openRedisText(options: {
  readonly url: string;
  readonly key: string;
  readonly logger: QueueLogger;
}): RedisText {
  const redis = new Redis(options.url, {
    lazyConnect: true,
    connectTimeout: 5_000,
    maxRetriesPerRequest: 1,
    retryStrategy: (tries: number) => Math.min(100 * tries, 2_000),
  });
  // Whoever calls is told; the queue's own connections log outages.
  redis.on('error', () => undefined);
  return {
    read: () => redis.get(options.key),
    write: async (text) => void (await redis.set(options.key, text)),
    close: async () => redis.disconnect(),
  };
}
