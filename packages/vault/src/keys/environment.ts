import type { KeyRing } from '../key-ring.js';
import { VaultError } from '../vault-error.js';
import { parseKeyText } from './key-text.js';

/**
 * The ring in `LATCHKEY_KEY`: `id:key` with 32 bytes in base64url, or `id:aws-kms:<ARN>`; other live keys follow, separated
 * by commas. Throws a VaultError that says what is wrong and never quotes the value.
 */
export function openEnvironmentKeys(environment: Readonly<Record<string, string | undefined>>): KeyRing {
  const text = environment.LATCHKEY_KEY;
  if (text === undefined || text.trim() === '') throw new VaultError('LATCHKEY_KEY is not set');
  return parseKeyText(text, 'LATCHKEY_KEY');
}
