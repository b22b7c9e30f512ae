import type { RandomPort } from '../ports.js';
import { base64url, randomToken, sha256 } from '../random.js';
import { reveal, type Secret, secret } from '../secret.js';

/** A code verifier of 43 characters from 256 random bits (RFC 7636 section 4.1). */
export function createCodeVerifier(random: RandomPort): Secret {
  return secret(randomToken(random, 32));
}

/** The code challenge of a verifier as sent: with `plain` the verifier itself (RFC 7636 section 4.2). */
export async function codeChallenge(method: 'S256' | 'plain' | 'none', codeVerifier: Secret): Promise<string> {
  return method === 'plain' ? reveal(codeVerifier) : codeChallengeS256(reveal(codeVerifier));
}

/** The S256 code challenge of a verifier's text (RFC 7636 section 4.2). */
export async function codeChallengeS256(codeVerifier: string): Promise<string> {
  return base64url(await sha256(codeVerifier));
}
