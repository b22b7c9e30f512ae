import type { RandomPort } from './ports.js';

/** `bytes` random octets as base64url without padding (RFC 4648 section 5); 32 octets give 43 characters. */
export function randomToken(random: RandomPort, bytes: number): string {
  return base64url(random.bytes(bytes));
}

/** A number drawn evenly from [low, high). */
export function uniform(random: RandomPort, low: number, high: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4);
  const unit = (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / 2 ** 32;
  return low + unit * (high - low);
}

/** Base64url without padding (RFC 4648 section 5). */
export function base64url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** SHA-256 of a text's UTF-8 octets: how states, tickets and cookies are kept at rest. */
export async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}
