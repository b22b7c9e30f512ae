import { doorConfigFrom, doorVariables, type OpenDoor, openDoor } from '@latchkey/compose';
import {
  countSuspects,
  type Database,
  listLost,
  markSuspects,
  openRestoreGuard,
  readRestoreGuard,
  releaseRenewed,
  type ShutGuard,
  shutRestoreGuard,
} from '@latchkey/db';
import { drainSpool, formatId } from '@latchkey/oauth';
import { requireEnvironment, StartError } from '@latchkey/process';
import type { Command } from './command.js';
import { readOptions } from './options.js';
import { askSuspects } from './recover-suspects.js';
import { readCount } from './trouble-options.js';
import { untilSignalled } from './until-signalled.js';

export const recover: Command = {
  options: '[--backup-at <time>] [--per-second <n>] [--most-refusals <n>] [--go-on <provider>]',
  about:
    'After the database was restored from a backup: sets aside the grants whose refresh tokens may be spent, lets all others go on, and asks for those one by one (5 a second). A provider that refuses 5 in a row is left alone until --go-on names it. Run it with the environment of the worker; run it again after it was stopped. --backup-at (2026-01-31T12:00:00Z) says that there was a restore which nobody noticed.',
  async run(args, env, say) {
    const given = readOptions(args, {
      required: [],
      optional: ['backup-at', 'per-second', 'most-refusals', 'go-on'],
    });
    const perSecond = readCount(given['per-second'], 'per-second', 5);
    const mostRefusals = readCount(given['most-refusals'], 'most-refusals', 5);
    const backupAt = given['backup-at'] === undefined ? undefined : readTime(given['backup-at']);
    const read = requireEnvironment(doorVariables, env);
    const unreadable = new Set<string>();
    const logger = {
      info: () => undefined,
      warn(fields: object, message: string) {
        if (!('attemptId' in fields)) return say(`(${message})`);
        // Of what cannot be opened, which is found again before each claim.
        const line = `(${message}: ${fields.attemptId})`;
        if (!unreadable.has(line)) say(line);
        unreadable.add(line);
      },
      error: () => undefined, // that claims are stopped is what this command is for
    };
    const door = await openDoor(await doorConfigFrom(read), {
      ...{ name: 'recover', poolMax: 4, logger },
    });
    const signalled = untilSignalled(door.depart);
    try {
      const restore = await setAside(door, backupAt, say);
      if (!restore) return ['Nothing to recover: no restore was noticed. If there was one, say so with --backup-at.'];
      const pace = { perSecond, mostRefusals, goOn: given['go-on'], isStopped: signalled.isStopped };
      await askSuspects(door, pace, say);
      return await report(door, restore);
    } finally {
      signalled.forget();
      await door.close();
    }
  },
};

/** Everything that comes before the first question; safe to repeat. `undefined` when nothing was restored. */
async function setAside(
  { db, ports, restoreGuard }: OpenDoor,
  backupAt: Date | undefined,
  say: (line: string) => void,
): Promise<ShutGuard | undefined> {
  await restoreGuard.fence(); // this process is a witness too
  if (backupAt) await shutRestoreGuard(db, backupAt);
  let guard = await readRestoreGuard(db);
  if (guard.lastShut) await drainSpool(ports);
  // Once, unless it is shut anew meanwhile.
  for (; guard.state === 'shut' && guard.lastShut; guard = await readRestoreGuard(db))
    await setAsideSuspects(db, guard.lastShut, say);
  const { lastShut } = guard;
  if (!lastShut) return undefined;
  const renewed = await releaseRenewed(db, lastShut.shutAt);
  if (renewed > 0) say(`${renewed} of those set aside have newer tokens from the spool or from a running process`);
  return lastShut;
}

async function setAsideSuspects(db: Database, shut: ShutGuard, say: (line: string) => void): Promise<void> {
  say(`claims have been stopped since ${shut.shutAt.toISOString()}; ${lostTime(shut)}`);
  for (let marked = 0, more = -1; more !== 0; marked += more) {
    more = await markSuspects(db, shut.shutAt);
    if (more > 0) say(`${marked + more} grants set aside: their refresh tokens may be spent`);
  }
  await openRestoreGuard(db, shut.shutAt);
  say('all other grants are refreshed again');
}

function lostTime({ knownUntil, shutAt }: ShutGuard): string {
  if (!knownUntil) return 'when the backup was made is not known';
  const minutes = Math.max(Math.round((shutAt.getTime() - knownUntil.getTime()) / 60_000), 0);
  return `the database knows nothing after ${knownUntil.toISOString()} (${minutes} minutes)`;
}

async function report({ db }: OpenDoor, { shutAt }: ShutGuard): Promise<readonly string[]> {
  const waiting = await countSuspects(db);
  const lost = await listLost(db, shutAt);
  return [
    ...waiting.map(
      ({ provider, suspects }) =>
        `${suspects} grants of ${provider} still wait to be asked for: run recover again, with --go-on "${provider}" if it was left alone for its refusals`,
    ),
    ...(waiting.length === 0 ? ['No grant waits any more.'] : []),
    lost.length === 0
      ? 'No connection needs its person.'
      : `${lost.length} connections need their person to connect again:`,
    ...lost.map(({ organizationId, connectionId, provider, reason }) =>
      [formatId('organization', organizationId), formatId('connection', connectionId), reason, provider].join('  '),
    ),
  ];
}

function readTime(text: string): Date {
  const time = new Date(text);
  if (
    Number.isNaN(time.getTime()) ||
    !/^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:\d\d)$/.test(text) ||
    time.getTime() > Date.now()
  )
    throw new StartError('--backup-at must be a moment in the past with its time zone, as 2026-01-31T12:00:00Z');
  return time;
}
