import { UnopenableError } from '@latchkey/oauth';
import type { Purpose } from './purpose.js';

/**
 * A value could not be sealed or opened, or a key could not be had. It names the key and the purpose and holds no byte
 * of a key, a plaintext or a ciphertext. It is never a reason to treat the stored bytes as plaintext.
 */
export class VaultError extends UnopenableError {
  override readonly name = 'VaultError';
  /** The data key or key-encryption key that was asked for, when one was known. */
  readonly keyId: string | undefined;
  readonly purpose: Purpose | undefined;

  constructor(reason: string, about: { readonly keyId?: string | undefined; readonly purpose?: Purpose } = {}) {
    const { keyId, purpose } = about;
    const key = keyId === undefined ? '' : ` (key ${keyId})`;
    const bound = purpose ? ` [${purpose.field} of row ${purpose.row}, organization ${purpose.organizationId}]` : '';
    super(`vault: ${reason}${key}${bound}`);
    this.keyId = keyId;
    this.purpose = purpose;
  }
}
