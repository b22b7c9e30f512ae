export type { DataKeyStore, StoredDataKey } from './data-key-store.js';
export { createKeyRing, type KeyEncryptionKey, type KeyRing, localKey } from './key-ring.js';
export { openEnvironmentKeys } from './keys/environment.js';
export { openKeyFile } from './keys/file.js';
export { redactedNames, redactLine } from './redact.js';
export { scrub } from './scrub.js';
export { createVault, type VaultOptions } from './vault.js';
export { VaultError } from './vault-error.js';
