import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { addressKind } from './address.js';

export interface EgressGuardOptions {
  /**
   * `development` allows loopback addresses, at any port, over http too. It cannot be had together with a public base
   * URL: then createEgressGuard throws.
   */
  readonly loopback: 'development' | 'never';
  /** The product's own base URLs (API, wizard and callback, …): never called by itself. */
  readonly baseUrls: readonly string[];
  /** Whether a host name is the product's own beside those, by now: at any port. */
  readonly isOwnHost?: (hostname: string) => boolean;
  /** Origins that an operator allows beyond https on port 443 at public addresses. */
  readonly allowedOrigins?: readonly AllowedOrigin[];
  /** Replaces the system's name look-up, in tests. */
  readonly lookup?: LookupFunction;
}

export interface AllowedOrigin {
  /** `https://idp.example.com:8443`: scheme, host and port must be the same. */
  readonly origin: string;
  /** `private_too`: it may resolve to RFC 1918, carrier-grade NAT or unique local addresses. */
  readonly addresses: 'public' | 'private_too';
}

export type EgressDecision =
  | {
      readonly kind: 'allowed';
      readonly url: URL;
      /** For the socket that will connect: it answers checked addresses only, so that they are the ones connected to. */
      readonly lookup: LookupFunction;
    }
  /** `reason` is a sentence for logs, without the URL's path and query. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface EgressGuard {
  check(url: string): EgressDecision;
}

/** What the look-up fails with when a name has no address that may be called. */
export class EgressRefusal extends Error {
  override readonly name = 'EgressRefusal';
}

/** The one guard for every outbound call. Throws when the options contradict each other. */
export function createEgressGuard(options: EgressGuardOptions): EgressGuard {
  const ownHosts = new Set(options.baseUrls.map((url) => comparable(new URL(url))));
  const development = options.loopback === 'development';
  if (development) {
    const open = options.baseUrls.find((url) => !isLoopbackHost(new URL(url).hostname));
    if (open !== undefined)
      throw new Error(`outbound calls to loopback cannot be allowed beside a public URL: ${open}`);
  }
  const allowed = new Map(
    (options.allowedOrigins ?? []).map((entry) => [originOf(entry.origin), entry.addresses] as const),
  );
  const resolve = options.lookup ?? (systemLookup as LookupFunction);

  return {
    check(text) {
      const url = parsed(text);
      if (!url) return refused('not a URL');
      // Parsers drop or turn these: whoever looked at the text before may have seen another host in it.
      if (/[\s\\\p{Cc}]/u.test(text)) return refused('a space, backslash or control character in the URL');
      if (url.protocol !== 'https:' && url.protocol !== 'http:')
        return refused(`scheme ${url.protocol} is not allowed`);
      if (url.username !== '' || url.password !== '') return refused('a user name or password in the URL');
      const hostAndPort = comparable(url);
      if (ownHosts.has(hostAndPort) || options.isOwnHost?.(nameOf(url)))
        return refused(`${url.host} is Latchkey itself`);
      const listed = allowed.get(`${url.protocol}//${hostAndPort}`);
      const standard = url.protocol === 'https:' && url.port === '';
      const reach: Reach = {
        public: standard || listed !== undefined,
        private: listed === 'private_too',
        loopback: development,
      };
      if (!Object.values(reach).includes(true)) return refused('only https on port 443 is allowed');
      const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
      if (isIP(host) !== 0 && !isWithin(reach, host)) return refused(`address ${host} is not allowed`);
      return { kind: 'allowed', url, lookup: guardedLookup(resolve, reach) };
    },
  };
}

type Reach = Readonly<Record<'public' | 'private' | 'loopback', boolean>>;

function isWithin(reach: Reach, address: string): boolean {
  const kind = addressKind(address);
  return kind !== 'forbidden' && reach[kind];
}

/**
 * Asks for all addresses of a name and passes on those that may be called. One denied address does not forbid the name
 * (IPv6-only networks synthesize NAT64 addresses beside good ones); it is only never connected to.
 */
function guardedLookup(resolve: LookupFunction, reach: Reach): LookupFunction {
  return (hostname, lookupOptions, callback) => {
    const all: LookupOptions = { ...lookupOptions, all: true };
    resolve(hostname, all, (error, answer, family) => {
      if (error) return callback(error, '');
      const found: LookupAddress[] = typeof answer === 'string' ? [{ address: answer, family: family ?? 0 }] : answer;
      const good = found.filter(({ address }) => isWithin(reach, address));
      const [first] = good;
      if (!first) return callback(new EgressRefusal(`no address of ${hostname} is allowed`), '');
      if (lookupOptions.all === true) return callback(null, good);
      callback(null, first.address, first.family);
    });
  };
}

function refused(reason: string): EgressDecision {
  return { kind: 'refused', reason };
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function originOf(text: string): string {
  const url = new URL(text);
  return `${url.protocol}//${comparable(url)}`;
}

/** Host and port; `example.com.` is `example.com`. */
function comparable(url: URL): string {
  return `${nameOf(url)}:${url.port}`;
}

function nameOf(url: URL): string {
  return url.hostname.replace(/\.$/, '');
}

function isLoopbackHost(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  if (isIP(host) !== 0) return addressKind(host) === 'loopback';
  return host === 'localhost' || host.endsWith('.localhost');
}
