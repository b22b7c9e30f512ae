import type { AssertionTerms } from '../provider/assertion-terms.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { fillTemplate, type Template } from '../provider/template.js';
import { randomToken } from '../random.js';
import { reveal, secret } from '../secret.js';
import { filledTexts } from './endpoint-request.js';
import { type Lookup, type RequestPorts, type RequestValues, requestLookup } from './request-values.js';
import { jwtSignedWithKey, UnusableKey } from './signed-jwt.js';

export type Assertion =
  | { readonly kind: 'signed'; readonly jwt: string }
  /** Said without the key. */
  | { readonly kind: 'refused'; readonly message: string };

/** The assertion of a JWT bearer grant, made anew for each request (RFC 7523 section 3). */
export async function jwtBearerAssertion(
  ports: RequestPorts,
  server: AuthorizationServer & { readonly assertion: AssertionTerms },
  values: RequestValues,
): Promise<Assertion> {
  const { assertion, issuer, token } = server;
  const lookup = requestLookup(ports, values);
  const now = Math.floor(ports.clock.epochMs() / 1000);
  const { clientSecret } = values.client;
  // A private key has no text for templates that are sent; this one is not.
  const keyLookup: Lookup = (name) => (name === 'client.secret' && clientSecret ? reveal(clientSecret) : lookup(name));
  const read = (field: string, template: Template, find: Lookup = lookup): string => {
    const filled = fillTemplate(template, find);
    if (filled.kind === 'missing') throw new Unsigned(`${field} has no value for {${filled.name}}`);
    if (filled.kind === 'refused') throw new Unsigned(`${field}: ${filled.message}`);
    return filled.text;
  };
  try {
    const extra = filledTexts(assertion.claims, lookup);
    if (extra.kind === 'refused') throw new Unsigned(`claims: ${extra.message}`);
    const claims = {
      ...Object.fromEntries(extra.texts),
      iss: read('issuer', assertion.issuer),
      sub: read('subject', assertion.subject),
      aud: assertion.audience ? read('audience', assertion.audience) : (issuer ?? read('audience', token.url)),
      jti: randomToken(ports.random, 16),
      iat: now,
      exp: now + assertion.lifetime,
    };
    return { kind: 'signed', jwt: await jwtSignedWithKey(secret(read('key', assertion.key, keyLookup)), claims) };
  } catch (error) {
    if (error instanceof Unsigned)
      return { kind: 'refused', message: `the assertion cannot be made: ${error.message}` };
    if (error instanceof UnusableKey)
      return {
        kind: 'refused',
        message: 'the assertion cannot be signed: its key is not a private JWK with a known alg',
      };
    throw error;
  }
}

class Unsigned extends Error {}
