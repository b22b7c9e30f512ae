import { randomUUID } from 'node:crypto';
import { access, constants, link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { AttemptId, OrganizationId, Sealed, SpoolName, SpoolPort } from '@latchkey/oauth';
import { StartError } from '@latchkey/process';
import { syncFolder, unless } from './durable-files.js';

/** A process's way into the spool, and the word that it has to leave. */
export interface ProcessSpool extends SpoolPort {
  /** Answers that cannot be stored at once go to the spool from now on. */
  leave(): void;
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const answerFile = new RegExp(`^(${uuid})\\.(${uuid})\\.answer$`);

/**
 * Sealed answers as files of `folder`, one for each, readable by this user only; processes may share it. It is made when
 * it is missing. Throws a {@link StartError} when this user cannot write in it.
 */
export async function openFileSpool(folder: string): Promise<ProcessSpool> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new StartError(
      `The spool folder ${folder} cannot be used by this user: make it writable, or choose another.`,
      {
        cause,
      },
    );
  }
  const fileOf = ({ organizationId, attemptId }: SpoolName) =>
    path.join(folder, `${organizationId}.${attemptId}.answer`);
  return {
    ...departures(),
    async save(name, answer) {
      // Under a name of its own first: a file that has its name is whole.
      const unfinished = path.join(folder, `${randomUUID()}.unfinished`);
      const file = await open(unfinished, 'wx', 0o600);
      try {
        await file.writeFile(answer.envelope);
        await file.sync();
        await link(unfinished, fileOf(name)).catch(unless('EEXIST'));
      } finally {
        await file.close();
        await unlink(unfinished);
      }
      await syncFolder(folder);
    },
    async list() {
      const names = await readdir(folder);
      return names.flatMap((name) => {
        const [, organizationId, attemptId] = answerFile.exec(name) ?? [];
        if (organizationId === undefined || attemptId === undefined) return [];
        return [{ organizationId: organizationId as OrganizationId, attemptId: attemptId as AttemptId }];
      });
    },
    async load(name) {
      const envelope = await readFile(fileOf(name)).catch(unless('ENOENT'));
      // The brand is for the compiler: what the file holds shows when it is opened.
      return envelope && ({ envelope: new Uint8Array(envelope) } as unknown as Sealed);
    },
    async remove(name) {
      await unlink(fileOf(name)).catch(unless('ENOENT'));
      await syncFolder(folder);
    },
  };
}

/** No folder is configured: nobody is told to leave, and the store is tried until the process is ended. */
export function noSpool(): ProcessSpool {
  return {
    leave: () => undefined,
    whenLeaving: () => () => undefined,
    save: () => Promise.reject(new Error('no spool folder is configured')),
    list: async () => [],
    load: async () => undefined,
    remove: async () => undefined,
  };
}

function departures(): Pick<ProcessSpool, 'leave' | 'whenLeaving'> {
  const listeners = new Set<() => void>();
  let isLeaving = false;
  return {
    leave() {
      isLeaving = true;
      for (const listener of [...listeners]) listener();
    },
    whenLeaving(listener) {
      if (isLeaving) listener();
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
