import type { AssertionTerms } from '../provider/assertion-terms.js';
import { fillTemplate, type Template } from '../provider/template.js';
import { randomToken } from '../random.js';
import { reveal, secret } from '../secret.js';
import { filledTexts } from './filled-texts.js';
import { type Lookup, type RequestPorts, type RequestValues, requestLookup } from './request-values.js';
import { jwtSignedWithKey, UnusableKey } from './signed-jwt.js';

export type Assertion =
  | { readonly kind: 'signed'; readonly jwt: string }
  /** Said without the key. */
  | { readonly kind: 'refused'; readonly message: string };

/**
 * A signed assertion (RFC 7523 section 3), as a JWT bearer grant sends it, or as a client secret that is one. `audience`
 * is taken where its terms name none: the issuer, or the URL that the request goes to.
 */
export async function signedAssertion(
  ports: RequestPorts,
  terms: AssertionTerms,
  audience: string | Template,
  values: RequestValues,
): Promise<Assertion> {
  const lookup = requestLookup(ports, values);
  const now = Math.floor(ports.clock.epochMs() / 1000);
  const { clientSecret } = values.client;
  // A private key has no text for templates that are sent; this one is not. Its line breaks say nothing.
  const keyLookup: Lookup = (name) =>
    (name === 'client.secret' && clientSecret ? reveal(clientSecret) : lookup(name))?.replace(/[\r\n\t]/g, ' ');
  const read = (field: string, template: Template, find: Lookup = lookup): string => {
    const filled = fillTemplate(template, find);
    if (filled.kind === 'missing') throw new Unsigned(`${field} has no value for {${filled.name}}`);
    if (filled.kind === 'refused') throw new Unsigned(`${field}: ${filled.message}`);
    return filled.text;
  };
  try {
    const extra = filledTexts(terms.claims, lookup);
    if (extra.kind === 'refused') throw new Unsigned(`claims: ${extra.message}`);
    const claims = {
      ...Object.fromEntries(extra.texts),
      iss: read('issuer', terms.issuer),
      sub: read('subject', terms.subject),
      aud: read('audience', terms.audience ?? (typeof audience === 'string' ? [audience] : audience)),
      jti: randomToken(ports.random, 16),
      iat: now,
      exp: now + terms.lifetime,
    };
    const kid = terms.keyId ? { kid: read('keyId', terms.keyId) } : {};
    return { kind: 'signed', jwt: await jwtSignedWithKey(secret(read('key', terms.key, keyLookup)), claims, kid) };
  } catch (error) {
    if (error instanceof Unsigned)
      return { kind: 'refused', message: `the assertion cannot be made: ${error.message}` };
    if (error instanceof UnusableKey)
      return { kind: 'refused', message: `the assertion cannot be signed: ${error.message}` };
    throw error;
  }
}

class Unsigned extends Error {}
