import { createHash, createPublicKey, verify } from 'node:crypto';
import type { AuthFact } from '../facts/facts-schema.js';
import { exactly, type Wanted } from './parameters.js';
import { type Play, Refused } from './play.js';
import type { Received } from './received.js';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Checks how a client proves itself in headers, and says which parameters the proof consists of. `names` are the wire
 * names of the standard parameters there.
 */
export function clientProof(
  play: Play,
  what: string,
  request: Received,
  auth: AuthFact | undefined,
  names: Readonly<Record<string, string>>,
): readonly Wanted[] {
  const { id, secret } = play.client;
  const authorization = request.headers.authorization;
  const chosen = auth === undefined || auth === 'basic or body' ? (authorization ? 'basic' : 'body') : auth;
  const clientId = (need: Wanted['need']) =>
    exactly(names.client_id ?? 'client_id', id, { need, error: 'invalid_client' });
  const expectHeader = (expected: string | undefined) => {
    if (authorization === expected) return;
    throw new Refused(
      `${what}: ${expected === undefined ? 'there is an Authorization header, but' : 'the Authorization header is missing or wrong:'} the client proves itself by ${chosen}`,
      'invalid_client',
    );
  };
  switch (chosen) {
    case 'basic':
      expectHeader(basic(encoded(id), encoded(secret)));
      return [clientId('allowed')];
    case 'basic(secret as username)':
      expectHeader(basic(secret, ''));
      return [];
    case 'body':
      expectHeader(undefined);
      return [
        clientId('required'),
        exactly(names.client_secret ?? 'client_secret', secret, { error: 'invalid_client' }),
      ];
    case 'bearer':
      expectBearer(play, what, authorization);
      return [];
    case 'bearer secret':
      expectHeader(`Bearer ${secret}`);
      return [];
    case 'none':
      expectHeader(undefined);
      return [clientId('allowed')];
    case 'mtls':
      expectHeader(undefined);
      if (request.headers['x-client-certificate'] !== createHash('sha256').update(secret).digest('hex'))
        throw new Refused(`${what}: no client certificate was shown`);
      return [clientId('required')];
    case 'private_key_jwt':
      expectHeader(undefined);
      return [
        clientId('allowed'),
        exactly('client_assertion_type', assertionType),
        {
          name: 'client_assertion',
          need: 'required',
          fits: (assertion) => isAssertion(play, assertion, request.url),
          described: 'an assertion of this client for this address',
          error: 'invalid_client',
        },
      ];
  }
}

/** An access token in the Authorization header, which must be one of those that were issued. */
export function expectBearer(play: Play, what: string, authorization: string | undefined): string {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (token !== undefined && play.accessTokens.has(token)) return token;
  throw new Refused(`${what}: the Authorization header holds no access token of this connection`, 'invalid_token');
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** RFC 6749 section 2.3.1. */
function encoded(value: string): string {
  return new URLSearchParams({ v: value }).toString().slice(2);
}

function isAssertion(play: Play, assertion: string, url: URL): boolean {
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const { alg } = read(header);
  const { iss, sub, aud, exp, jti } = read(claims);
  const seconds = play.now() / 1000;
  if (alg !== 'ES256' || iss !== play.client.id || sub !== play.client.id || typeof jti !== 'string') return false;
  if (aud !== `${url.origin}${url.pathname}` || typeof exp !== 'number' || exp <= seconds || exp > seconds + 86_400)
    return false;
  const key = createPublicKey(play.client.publicKey ?? '');
  const signed = Buffer.from(`${header}.${claims}`);
  return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}
