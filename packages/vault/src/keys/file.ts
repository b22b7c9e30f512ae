import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyRing } from '../key-ring.js';
import { VaultError } from '../vault-error.js';
import { newKeyText, parseKeyText } from './key-text.js';

/**
 * The ring in a file of lines `id:key` (first the current one). With `create: 'if_missing'` a missing file is made with
 * one fresh key, mode 0600, complete or not at all; of two processes that do so at once, both read the first one's.
 * Throws a VaultError when it is missing and must not be made, when others may read it or its group write it, or when
 * it is not such a text.
 */
export async function openKeyFile(
  path: string,
  options: { readonly create: 'if_missing' | 'never' },
): Promise<KeyRing> {
  if (!(await exists(path))) {
    // Making a key where one was lost would leave every stored secret closed for ever, so it is never a default.
    if (options.create === 'never') throw new VaultError(`the key file ${path} does not exist`);
    await createKeyFile(path);
  }
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o027) !== 0) {
    throw new VaultError(`the key file ${path} is open to others (mode ${(mode & 0o777).toString(8)}); chmod 600 it`);
  }
  return parseKeyText(await readFile(path, 'utf8'), `the key file ${path}`);
}

/**
 * Adds a fresh key to the end of a key file: it can open from now on, and does not wrap yet. Answers its id. Throws a
 * VaultError as `openKeyFile` does.
 */
export async function addToKeyFile(path: string): Promise<string> {
  await openKeyFile(path, { create: 'never' });
  const { mode } = await stat(path);
  const added = newKeyText();
  const draft = await writeDraft(path, `${(await readFile(path, 'utf8')).trimEnd()}\n${added}\n`, mode & 0o777);
  await rename(draft, path);
  await syncFolder(dirname(path));
  return added.slice(0, added.indexOf(':'));
}

async function createKeyFile(path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = await writeDraft(path, `${newKeyText()}\n`, 0o600);
  try {
    // A link, unlike a rename, never replaces a key that another process has just made.
    await link(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  await syncFolder(folder);
}

/** A complete file beside `path`, for a link or a rename. */
async function writeDraft(path: string, text: string, mode: number): Promise<string> {
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  const file = await open(draft, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile() || fail(path);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function fail(path: string): never {
  throw new VaultError(`the key file ${path} is not a file`);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
