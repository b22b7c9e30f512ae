import { randomBytes } from 'node:crypto';
import { sha256 } from '@latchkey/oauth';

/** A fresh API key: `lk_` and 256 random bits. `stored` is what the database keeps of it. */
export async function newApiKey(): Promise<{
  readonly text: string;
  readonly stored: { readonly keyHash: Uint8Array; readonly prefix: string };
}> {
  const text = `lk_${randomBytes(32).toString('base64url')}`;
  return { text, stored: { keyHash: await sha256(text), prefix: text.slice(0, 9) } };
}
