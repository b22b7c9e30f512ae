import { envelopeHeader } from './envelope.js';
import { VaultError } from './vault-error.js';

/** What sealed bytes are bound to: the engine's SealPurpose, or the row of a wrapped data key. */
export interface Purpose {
  readonly organizationId: string;
  readonly row: string;
  readonly field: string;
}

/**
 * The additional data of AES-GCM for one purpose: the envelope's header, then organization, row and field, each behind
 * its length, so that no two purposes give the same bytes. Ids are compared as text: write them the same way each time
 * (lower-case UUIDs). Throws a VaultError for an empty part, or one that has no faithful UTF-8 form.
 */
export function additionalData(keyId: string, purpose: Purpose): Uint8Array {
  const parts: Uint8Array[] = [envelopeHeader(keyId)];
  for (const part of [purpose.organizationId, purpose.row, purpose.field]) {
    const bytes = wellFormedUtf8(part);
    if (!bytes || bytes.length === 0) throw new VaultError('an empty or malformed purpose', { keyId, purpose });
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    parts.push(length, bytes);
  }
  return Buffer.concat(parts);
}

/** The text as UTF-8, or undefined when a lone surrogate would silently become another character. */
export function wellFormedUtf8(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.toString('utf8') === text ? bytes : undefined;
}
