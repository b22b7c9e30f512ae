import { isIP } from 'node:net';
import { dividedTimes, protocolTimes } from '@latchkey/oauth';
import { type Environment, integer, oneOf, StartError, text, url, type Variable, withDefault } from '@latchkey/process';
import { type KeyRing, openEnvironmentKeys, openKeyFile, VaultError } from '@latchkey/vault';
import { dnsServers } from './dns-servers.js';
import type { DoorConfig } from './open-door.js';
import { ownBaseUrls } from './own-base-urls.js';
import { defaultRateLimits } from './rate-limits/rate-rules.js';
import { peerRegions, regionText } from './regions.js';

/** A door as a process of its own. */
export interface DoorProcessConfig extends DoorConfig {
  readonly logLevel: string;
}

/** The environment variables that every door reads; each adds its own. */
export const doorVariables = {
  DATABASE_URL: url('the database, as postgresql://latchkey_app:…@host/database (the worker: latchkey_worker)', [
    'postgres',
    'postgresql',
  ]),
  REDIS_URL: withDefault(url('the queue on Redis, as redis://host:6379', ['redis', 'rediss']), undefined),
  LATCHKEY_KEY: withDefault(
    text('the key-encryption key, as id:32 bytes in base64url or id:aws-kms:ARN; others after it, separated by commas'),
    undefined,
  ),
  LATCHKEY_KEY_FILE: withDefault(text('the file that holds the key-encryption key'), undefined),
  LATCHKEY_REGION: withDefault(regionText('the region of this stack, for example eu-west-1'), 'local'),
  LATCHKEY_RESIDENCY: withDefault(
    regionText('the residency group of this region; the region alone when it is left out'),
    undefined,
  ),
  LATCHKEY_PEERS: withDefault(
    peerRegions(
      'the other regions, as [{"region": "us", "residency": "us", "callbackUrl": "https://oauth2.us.example.com", "forward": "never"}]',
    ),
    [],
  ),
  CALLBACK_PUBLIC_URL: url('the public base URL of the callback door, as https://oauth2.example.com', [
    'http',
    'https',
  ]),
  WIZARD_PUBLIC_URL: withDefault(
    url('the public base URL of the wizard, where it is another origin than the callback', ['http', 'https']),
    undefined,
  ),
  API_PUBLIC_URL: withDefault(
    url('the public base URL of the API, to which no outbound request goes', ['http', 'https']),
    undefined,
  ),
  /** `development` lets providers and vendors be on loopback over http; refused beside a public base URL. */
  LATCHKEY_LOOPBACK: withDefault(oneOf('"never" or "development"', ['development', 'never']), 'never' as const),
  LATCHKEY_LOG_LEVEL: withDefault(
    oneOf('a log level', ['trace', 'debug', 'info', 'warn', 'error', 'silent']),
    'info' as const,
  ),
  LATCHKEY_SPOOL_FOLDER: withDefault(
    text('a folder on a disk that outlives the process, for answers that cannot be stored before it has to end'),
    undefined,
  ),
  LATCHKEY_DNS_SERVERS: withDefault(
    dnsServers('DNS servers for TXT records, as 192.0.2.53,192.0.2.54:5353; the system’s when it is left out'),
    [],
  ),
  LATCHKEY_REQUESTS_PER_KEY: withDefault(
    integer('how many requests a minute are taken with one API key', { min: 1, max: 100_000_000 }),
    defaultRateLimits.perKey,
  ),
  LATCHKEY_REQUESTS_PER_ADDRESS: withDefault(
    integer('how many requests a minute the browser door takes from one address', { min: 1, max: 100_000_000 }),
    defaultRateLimits.perAddress,
  ),
  PRIVATE_HOST: withDefault(text('the address of the private port'), '127.0.0.1'),
  /** Divides every time of the protocol, for tests of faults; 1 in earnest. */
  LATCHKEY_TIMES_DIVISOR: withDefault(integer('a whole number from 1', { min: 1, max: 10_000 }), 1),
} as const;

/** The proxies before a door that listens: only their `X-Forwarded-For` is believed, from the right, up to the first that is none of them. */
export const trustedProxies: Variable<readonly string[]> = {
  about: 'the addresses or networks of the proxies before this door, separated by commas',
  fallback: { value: [] },
  parse(given) {
    const all = given
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    if (all.every(isNetwork)) return all;
    throw new Error('must be addresses such as 10.0.0.7 or networks such as 10.0.0.0/8');
  },
};

function isNetwork(text: string): boolean {
  const [address = '', prefix] = text.split('/');
  const version = isIP(address);
  if (version === 0 || text.split('/').length > 2) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

/** The key ring from `LATCHKEY_KEY`, else from the file `LATCHKEY_KEY_FILE`. Throws a StartError when neither is set or one is malformed. */
export async function openKeyRing(environment: {
  readonly LATCHKEY_KEY: string | undefined;
  readonly LATCHKEY_KEY_FILE: string | undefined;
}): Promise<KeyRing> {
  try {
    if (environment.LATCHKEY_KEY === undefined && environment.LATCHKEY_KEY_FILE !== undefined)
      return await openKeyFile(environment.LATCHKEY_KEY_FILE, { create: 'never' });
    return openEnvironmentKeys(environment);
  } catch (error) {
    if (error instanceof VaultError) throw new StartError(error.message, { cause: error });
    throw error;
  }
}

/** What is the same in every process's configuration, from what `doorVariables` read. Throws a StartError for the key. */
export async function doorConfigFrom(read: Environment<typeof doorVariables>): Promise<DoorProcessConfig> {
  return {
    databaseUrl: read.DATABASE_URL,
    queueUrl: read.REDIS_URL ?? read.DATABASE_URL,
    keyEncryptionKeys: await openKeyRing(read),
    loopback: read.LATCHKEY_LOOPBACK,
    baseUrls: ownBaseUrls(read),
    times: dividedTimes(protocolTimes, read.LATCHKEY_TIMES_DIVISOR),
    logLevel: read.LATCHKEY_LOG_LEVEL,
    dnsServers: read.LATCHKEY_DNS_SERVERS,
    rateLimits: { perKey: read.LATCHKEY_REQUESTS_PER_KEY, perAddress: read.LATCHKEY_REQUESTS_PER_ADDRESS },
    ...(read.LATCHKEY_SPOOL_FOLDER === undefined ? {} : { spoolFolder: read.LATCHKEY_SPOOL_FOLDER }),
  };
}
