import type { FreshDatabase } from '@latchkey/db/testing';

/** What providers are told; the doors' ports are others. */
export const callbackPublicUrl = 'http://127.0.0.1:1';

/** The configuration of a door as in production, but that providers may be on loopback. `key` is the text of LATCHKEY_KEY. */
export function doorEnvironment(
  door: 'api' | 'callback' | 'worker',
  { database, key }: { readonly database: Pick<FreshDatabase, 'appUrl' | 'workerUrl'>; readonly key: string },
): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: door === 'worker' ? database.workerUrl : database.appUrl,
    LATCHKEY_KEY: key,
    LATCHKEY_LOOPBACK: 'development',
    CALLBACK_PUBLIC_URL: callbackPublicUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    PRIVATE_PORT: '0',
    // Counted as in production, and never used up.
    LATCHKEY_REQUESTS_PER_KEY: '3000000',
    LATCHKEY_REQUESTS_PER_ADDRESS: '3000000',
  };
}
