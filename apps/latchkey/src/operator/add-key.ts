import { StartError } from '@latchkey/process';
import { addToKeyFile, VaultError } from '@latchkey/vault';
import type { Command } from './command.js';
import { readOptions } from './options.js';

export const addKey: Command = {
  options: '--path <file>',
  about: 'Adds a new key-encryption key to the end of a key file: the first step of a rotation.',
  async run(args) {
    const { path } = readOptions(args, { required: ['path'], optional: [] });
    const id = await addToKeyFile(path).catch((error: unknown) => {
      throw error instanceof VaultError ? new StartError(error.message, { cause: error }) : error;
    });
    return [
      `${id} is now in ${path}, after the key that wraps. Keep a copy.`,
      'Restart every process; then move its line to the top, restart them again, and run rotate-keys.',
    ];
  },
};
