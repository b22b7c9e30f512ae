import { createHash, generateKeyPair, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import { type Secret, secret } from '@latchkey/oauth';

/** What client keys may sign with (RFC 7518 section 3.1). */
export const keyAlgorithms = ['ES256', 'RS256', 'PS256'] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

/** A new key pair: the private JWK, and the public one for the JWK Set. Both with `alg`, `use` and `kid`. */
export interface GeneratedKey {
  readonly privateJwk: Secret;
  readonly publicJwk: Readonly<Record<string, string>>;
}

const generate = promisify(generateKeyPair);

/** Makes a key pair; its `kid` is its thumbprint (RFC 7638). */
export async function generateClientKey(alg: KeyAlgorithm): Promise<GeneratedKey> {
  const { privateKey, publicKey } =
    alg === 'ES256' ? await generate('ec', { namedCurve: 'P-256' }) : await generate('rsa', { modulusLength: 2048 });
  const material = publicKey.export({ format: 'jwk' }) as Record<string, string>;
  const about = { use: 'sig', alg, kid: thumbprint(material) };
  return {
    privateJwk: secret(JSON.stringify({ ...privateKey.export({ format: 'jwk' }), ...about })),
    publicJwk: { ...material, ...about },
  };
}

/** RFC 7638 section 3: the required members in the order of their names. */
function thumbprint(jwk: JsonWebKey): string {
  const names = jwk.kty === 'EC' ? (['crv', 'kty', 'x', 'y'] as const) : (['e', 'kty', 'n'] as const);
  const required = JSON.stringify(Object.fromEntries(names.map((name) => [name, jwk[name]])));
  return createHash('sha256').update(required).digest('base64url');
}
