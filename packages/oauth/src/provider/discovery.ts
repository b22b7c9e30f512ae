import { plainText } from '../plain-text.js';
import type { Ports } from '../ports.js';
import type { Definition } from './definition.js';
import { readServerMetadata } from './server-metadata.js';

/** Where metadata was looked for, and what was wrong with it. */
export interface MetadataAttempt {
  readonly url: string;
  readonly problem: string;
}

export type DiscoveredServer =
  | {
      readonly kind: 'discovered';
      readonly metadataUrl: string;
      readonly definition: Definition;
      /** Sentences for people about what was assumed or has no place in a definition. */
      readonly notes: readonly string[];
    }
  /** The issuer identifier is none (RFC 8414 section 2). */
  | { readonly kind: 'invalid_issuer'; readonly message: string }
  /** Nothing that can be used lies at any of the well-known places. */
  | { readonly kind: 'not_found'; readonly attempts: readonly MetadataAttempt[] };

/** Longest metadata document that is read, in octets. */
const maxResponseBytes = 1024 * 1024;

/**
 * Finds an authorization server's endpoints from its issuer identifier (RFC 8414; OpenID Connect Discovery 1.0 section
 * 4). The first document that is of this very issuer and can be used counts.
 */
export async function discoverAuthorizationServer(
  ports: Pick<Ports, 'transport' | 'times'>,
  issuer: string,
): Promise<DiscoveredServer> {
  const message = issuerIdentifierProblem(issuer);
  if (message) return { kind: 'invalid_issuer', message };
  const limits = { timeoutMs: ports.times.requestTimeout, maxResponseBytes };
  const attempts: MetadataAttempt[] = [];
  for (const url of metadataUrls(issuer)) {
    const outcome = await ports.transport.send({ method: 'GET', url, headers: { accept: 'application/json' } }, limits);
    if (outcome.kind !== 'response') {
      attempts.push({ url, problem: `was not answered: ${plainText(outcome.cause)}` });
      continue;
    }
    if (outcome.status !== 200) {
      attempts.push({ url, problem: `answered with status ${outcome.status}` });
      continue;
    }
    const metadata = readServerMetadata(issuer, outcome.body);
    if (metadata.kind === 'metadata')
      return { kind: 'discovered', metadataUrl: url, definition: metadata.definition, notes: metadata.notes };
    attempts.push({ url, problem: metadata.problem });
  }
  return { kind: 'not_found', attempts };
}

/**
 * The well-known URLs of an issuer: that of RFC 8414 section 3.1 (between host and path), that of OpenID Connect Discovery
 * section 4 (behind the path), and for issuers with a path OpenID's between host and path (RFC 8414 section 5).
 */
export function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const all = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/openid-configuration${path}`,
  ];
  return [...new Set(all)];
}

/** What is wrong with an issuer identifier, in words that follow "the issuer", or `undefined` (RFC 8414 section 2). */
export function issuerIdentifierProblem(issuer: string): string | undefined {
  if (issuer.length > 500 || /[\s\\]/u.test(issuer) || !URL.canParse(issuer))
    return 'must be an absolute URL, such as https://login.example.com';
  const { protocol, hostname, username, password } = new URL(issuer);
  if (username !== '' || password !== '') return 'must not hold a user name or password';
  if (/[?#]/.test(issuer)) return 'must not have a query or fragment (RFC 8414 section 2)';
  const isLoopback = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback) ? undefined : 'must start with https://';
}
