import type { Sealed, SealPurpose, VaultPort } from '../../src/ports.js';
import { reveal, secret } from '../../src/secret.js';
import { UnopenableError } from '../../src/unopenable-error.js';

/** A vault for tests that can be switched off. */
export interface ToyVault extends VaultPort {
  /** While `failing`, every call rejects, as when the key store is gone; while `opening`, it has no key to seal with. */
  mode: 'working' | 'failing' | 'opening';
}

/**
 * Binds each value to its purpose and notices every altered octet, but keeps nothing secret: the envelope is readable.
 * For tests of those who use a vault.
 */
export function toyVault(): ToyVault {
  const vault: ToyVault = {
    mode: 'working',
    async seal(purpose, plaintext) {
      checkSealing();
      const text = JSON.stringify({ purpose: named(purpose), text: reveal(plaintext) });
      return { envelope: new TextEncoder().encode(`${checksum(text)}${text}`) } as unknown as Sealed;
    },
    async open(purpose, sealed) {
      check();
      const whole = new TextDecoder().decode(sealed.envelope);
      const text = whole.slice(8);
      if (whole.slice(0, 8) !== checksum(text)) throw new UnopenableError('the envelope was altered');
      const read = JSON.parse(text) as { purpose: string; text: string };
      if (read.purpose !== named(purpose)) throw new UnopenableError('sealed for another purpose');
      return secret(read.text);
    },
    async prepare() {
      checkSealing();
    },
  };
  function checkSealing(): void {
    check();
    if (vault.mode === 'opening') throw new Error('the vault has no key to seal with');
  }
  function check(): void {
    if (vault.mode === 'failing') throw new Error('the vault has no key now');
  }
  return vault;
}

function named(purpose: SealPurpose): string {
  return JSON.stringify([purpose.organizationId, purpose.row, purpose.field]);
}

/** FNV-1a, 8 hexadecimal digits. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const octet of new TextEncoder().encode(text)) hash = Math.imul(hash ^ octet, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
