import { createDataKeyStore, type Database } from '@latchkey/db';
import type { VaultPort } from '@latchkey/oauth';
import { createVault, type KeyRing } from '@latchkey/vault';

/** The vault over a database's data keys, for what is done outside the doors. */
export function createVaultOn(db: Database, keyEncryptionKeys: KeyRing): VaultPort {
  return createVault({ keyEncryptionKeys, dataKeys: createDataKeyStore(db) });
}
