import { randomBytes, randomUUID } from 'node:crypto';
import { vaultPortConformance } from '@latchkey/oauth/testing';
import t from 'tap';
import { createKeyRing, createVault, localKey } from '../src/index.js';
import { memoryDataKeys } from './memory-data-keys.js';

t.test('vault', (t) =>
  vaultPortConformance(t, async () => {
    const keyEncryptionKeys = createKeyRing([localKey('kek-1', randomBytes(32))]);
    return {
      vault: createVault({ keyEncryptionKeys, dataKeys: memoryDataKeys().store }),
      organization: async () => randomUUID(),
      close: async () => undefined,
    };
  }),
);
