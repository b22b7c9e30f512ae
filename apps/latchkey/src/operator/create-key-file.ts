import { openKeyFile } from '@latchkey/vault';
import type { Command } from './command.js';
import { readOptions } from './options.js';

export const createKeyFile: Command = {
  options: '--path <file>',
  about:
    'Makes the file with the key-encryption key (LATCHKEY_KEY_FILE). Keep a copy: without it every secret is lost.',
  async run(args) {
    const { path } = readOptions(args, { required: ['path'], optional: [] });
    const { current } = await openKeyFile(path, { create: 'if_missing' });
    return [`The current key in ${path} is ${current.id}.`];
  },
};
