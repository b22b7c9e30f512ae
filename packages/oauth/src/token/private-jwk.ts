/** Whether a client secret is a private JWK (RFC 7517): such a one signs, and is never sent to anybody. */
export function isPrivateJwk(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  try {
    const jwk: unknown = JSON.parse(text);
    return jwk !== null && typeof jwk === 'object' && 'kty' in jwk && ('d' in jwk || 'k' in jwk);
  } catch {
    return false;
  }
}
