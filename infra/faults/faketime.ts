import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Debian's libfaketime, if it is installed. */
const library = findLibrary();

/** Why clocks cannot be skewed here. */
export const skipWithoutFaketime = library ? false : 'no libfaketime: install it (apt-get install faketime)';

/** The environment of a process whose wall clock is so many seconds ahead of this machine's; its timers are left alone. */
export function skewedBy(seconds: number): Readonly<Record<string, string>> {
  if (!library) throw new Error(String(skipWithoutFaketime));
  const offset = `${seconds < 0 ? '' : '+'}${seconds}s`;
  return { LD_PRELOAD: library, FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' };
}

function findLibrary(): string | undefined {
  const root = '/usr/lib';
  if (!existsSync(root)) return undefined;
  return readdirSync(root)
    .map((folder) => path.join(root, folder, 'faketime', 'libfaketimeMT.so.1'))
    .find((file) => existsSync(file));
}
