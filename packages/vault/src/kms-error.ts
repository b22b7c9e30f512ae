/**
 * A KMS could not be asked, or would not answer: it is away, limits us, or refuses this process. Unlike a VaultError it
 * says nothing of what is wrapped: it is to be tried again. It holds the name that the KMS gave its error, and no more of it.
 */
export class KmsError extends Error {
  override readonly name = 'KmsError';
  /** The key-encryption key. */
  readonly keyId: string;

  constructor(keyId: string, reason: string) {
    super(`vault: the KMS did not answer for key ${keyId}: ${reason}`);
    this.keyId = keyId;
  }
}
