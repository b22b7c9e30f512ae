import { base64url } from '../random.js';
import { reveal, type Secret } from '../secret.js';
import { pkcs8Octets } from './private-key.js';

const encoder = new TextEncoder();

interface NamedAlgorithm {
  readonly name: string;
  readonly hash?: string;
  readonly namedCurve?: string;
  readonly saltLength?: number;
}

interface Algorithm {
  readonly import: NamedAlgorithm;
  readonly sign: NamedAlgorithm;
}

const asymmetric: Readonly<Record<string, Algorithm>> = {
  RS256: { import: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, sign: { name: 'RSASSA-PKCS1-v1_5' } },
  RS384: { import: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' }, sign: { name: 'RSASSA-PKCS1-v1_5' } },
  RS512: { import: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' }, sign: { name: 'RSASSA-PKCS1-v1_5' } },
  PS256: { import: { name: 'RSA-PSS', hash: 'SHA-256' }, sign: { name: 'RSA-PSS', saltLength: 32 } },
  ES256: { import: { name: 'ECDSA', namedCurve: 'P-256' }, sign: { name: 'ECDSA', hash: 'SHA-256' } },
  ES384: { import: { name: 'ECDSA', namedCurve: 'P-384' }, sign: { name: 'ECDSA', hash: 'SHA-384' } },
};

/** What a PKCS#8 key is for (RFC 8017, RFC 5480), by the octets of its algorithm identifier, and how it signs here. */
const pkcs8Algorithms: readonly (readonly [identifier: string, alg: string])[] = [
  ['06092a864886f70d010101', 'RS256'],
  ['06072a8648ce3d020106082a8648ce3d030107', 'ES256'],
  ['06072a8648ce3d020106052b81040022', 'ES384'],
];

/** A key that cannot sign, or that would be sent instead of signing; said without the key. */
export class UnusableKey extends Error {
  constructor(
    message = `the key is not a private JWK whose alg is one of ${Object.keys(asymmetric).join(', ')}, nor an unencrypted PKCS#8 PEM of RSA, P-256 or P-384`,
  ) {
    super(message);
  }
}

/**
 * A JWT signed with a private key (RFC 7515): a JWK (RFC 7517), whose `alg` and `kid` go into its header, or a PKCS#8 PEM,
 * which signs as RS256, ES256 or ES384 and has no `kid` but that of `header`. Rejects with an UnusableKey.
 */
export async function jwtSignedWithKey(
  privateKey: Secret,
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const text = reveal(privateKey);
  const octets = pkcs8Octets(text);
  const { alg, kid, key } = octets ? await importPkcs8(octets) : await importJwk(text);
  const algorithm = asymmetric[alg] as Algorithm;
  const input = signingInput({ alg, ...(kid === undefined ? {} : { kid }), typ: 'JWT', ...header }, claims);
  const signature = await crypto.subtle.sign(algorithm.sign, key, encoder.encode(input));
  return `${input}.${base64url(new Uint8Array(signature))}`;
}

interface SigningKey {
  readonly alg: string;
  readonly kid?: string;
  readonly key: CryptoKey;
}

async function importJwk(text: string): Promise<SigningKey> {
  const jwk = parseJwk(text);
  const algorithm = jwk && Object.hasOwn(asymmetric, jwk.alg) ? asymmetric[jwk.alg] : undefined;
  if (!jwk || !algorithm) throw new UnusableKey();
  const { alg, kid, key_ops: _, ...material } = jwk;
  const key = await imported(crypto.subtle.importKey('jwk', { ...material, alg }, algorithm.import, false, ['sign']));
  return { alg, ...(kid === undefined ? {} : { kid }), key };
}

async function importPkcs8(octets: Uint8Array<ArrayBuffer>): Promise<SigningKey> {
  // The identifier is among the first octets of PrivateKeyInfo.
  const start = [...octets.subarray(0, 48)].map((octet) => octet.toString(16).padStart(2, '0')).join('');
  const alg = pkcs8Algorithms.find(([identifier]) => start.includes(identifier))?.[1];
  const algorithm = alg === undefined ? undefined : asymmetric[alg];
  if (alg === undefined || !algorithm) throw new UnusableKey();
  return { alg, key: await imported(crypto.subtle.importKey('pkcs8', octets, algorithm.import, false, ['sign'])) };
}

function imported(importing: Promise<CryptoKey>): Promise<CryptoKey> {
  return importing.catch(() => {
    throw new UnusableKey();
  });
}

/** A JWT with an HMAC keyed by the client secret (HS256), as client_secret_jwt asks (OpenID Connect Core section 9). */
export async function jwtSignedWithSecret(
  clientSecret: Secret,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> {
  const input = signingInput({ alg: 'HS256', typ: 'JWT' }, claims);
  return `${input}.${base64url(await hmacSha256(reveal(clientSecret), input))}`;
}

/** HMAC-SHA-256 over texts' UTF-8 octets (RFC 2104). */
export async function hmacSha256(key: string, text: string): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey('raw', encoder.encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return new Uint8Array(await crypto.subtle.sign({ name: 'HMAC' }, imported, encoder.encode(text)));
}

function signingInput(header: Readonly<Record<string, unknown>>, claims: Readonly<Record<string, unknown>>): string {
  return [header, claims].map((part) => base64url(encoder.encode(JSON.stringify(part)))).join('.');
}

function parseJwk(
  text: string,
): ({ readonly alg: string; readonly kid?: string } & Record<string, unknown>) | undefined {
  try {
    const jwk: unknown = JSON.parse(text);
    const isKey =
      jwk !== null && typeof jwk === 'object' && 'alg' in jwk && typeof jwk.alg === 'string' && 'kty' in jwk;
    return isKey ? (jwk as { alg: string; kid?: string } & Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
