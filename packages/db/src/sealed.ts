import type { Sealed } from '@latchkey/oauth';

/** The envelope of a bytea column. The brand exists for the compiler only: the vault alone makes and opens envelopes. */
export function sealedOf(envelope: Uint8Array): Sealed {
  return { envelope } as Sealed;
}
