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
  const header = envelopeHeader(keyId);
  const parts = [purpose.organizationId, purpose.row, purpose.field];
  let length = header.length;
  for (const part of parts) length += 4 + Buffer.byteLength(part);
  const additional = Buffer.allocUnsafe(length);
  additional.set(header);
  let at = header.length;
  for (const part of parts) {
    const written = additional.write(part, at + 4);
    additional.writeUInt32BE(written, at);
    if (written === 0 || !(plain.test(part) || wellFormedUtf8(part)))
      throw new VaultError('an empty or malformed purpose', { keyId, purpose });
    at += 4 + written;
  }
  return additional;
}

/** ASCII, as ids and names of fields are: surely well-formed. */
const plain = /^[\x20-\x7e]*$/;

/** The text as UTF-8, or undefined when a lone surrogate would silently become another character. */
export function wellFormedUtf8(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.toString('utf8') === text ? bytes : undefined;
}
