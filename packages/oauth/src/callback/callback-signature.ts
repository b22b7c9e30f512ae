import type { AuthorizationServer } from '../provider/authorization-server.js';
import { reveal, type Secret } from '../secret.js';
import { hmacSha256 } from '../token/signed-jwt.js';

/**
 * Whether a callback carries the signature that its definition demands: HMAC-SHA256, keyed with the client secret, over
 * the other parameters in order of their names. Without a secret nothing can be checked, and nothing is believed.
 */
export async function isSignedCallback(
  signature: NonNullable<AuthorizationServer['callback']['signature']>,
  parameters: readonly (readonly [string, string])[],
  clientSecret: Secret | undefined,
): Promise<boolean> {
  const given = parameters.filter(([name]) => name === signature.parameter).map(([, value]) => value);
  if (clientSecret === undefined || given.length !== 1) return false;
  // They are joined as they are: with these inside, the same signature would fit other parameters too.
  if (parameters.some(([name, value]) => /[&=]/.test(name) || value.includes('&'))) return false;
  const over = parameters
    .filter(([name]) => name !== signature.parameter)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const octets = await hmacSha256(reveal(clientSecret), over);
  const made =
    signature.encoding === 'hex'
      ? [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('')
      : btoa(String.fromCharCode(...octets));
  return isSameText(made, given[0] as string);
}

/** Compares in a time that does not tell where two texts differ. */
function isSameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return difference === 0;
}
