/** Whether a secret is a private key, as a JWK (RFC 7517) or in PEM: such a one signs, and is never sent to anybody. */
export function isPrivateKey(text: string): boolean {
  return isPrivateJwk(text) || /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/.test(text);
}

/** Whether a secret is a private JWK (RFC 7517). */
export function isPrivateJwk(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  try {
    const jwk: unknown = JSON.parse(text);
    return jwk !== null && typeof jwk === 'object' && 'kty' in jwk && ('d' in jwk || 'k' in jwk);
  } catch {
    return false;
  }
}

/**
 * A PEM text (RFC 7468) without its line breaks, as a form field leaves it, also where they are written as `\n` as in the
 * JSON files that some providers hand out; any other text as it is.
 */
export function pemOnOneLine(text: string): string {
  if (!/^\s*-----BEGIN [A-Z ]+-----/.test(text)) return text;
  return text
    .replaceAll('\\n', '')
    .replace(/[\r\n\t]/g, '')
    .trim();
}

/** The octets of an unencrypted PKCS#8 key in PEM (RFC 5958, RFC 7468 section 10); `undefined` for anything else. */
export function pkcs8Octets(text: string): Uint8Array<ArrayBuffer> | undefined {
  const [, base64] =
    /^-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/= ]+)-----END PRIVATE KEY-----$/.exec(pemOnOneLine(text)) ?? [];
  if (base64 === undefined) return undefined;
  try {
    return Uint8Array.from(atob(base64.replaceAll(' ', '')), (octet) => octet.charCodeAt(0));
  } catch {
    return undefined;
  }
}
