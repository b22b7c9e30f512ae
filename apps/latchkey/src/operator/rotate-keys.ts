import { setTimeout as sleep } from 'node:timers/promises';
import {
  beginKeyRotation,
  type Database,
  finishKeyRotation,
  listKeyedOrganizations,
  noteKeysSwitched,
  replaceDataKey,
} from '@latchkey/db';
import { dividedTimes, formatId, protocolTimes } from '@latchkey/oauth';
import { integer, requireEnvironment, StartError, withDefault } from '@latchkey/process';
import { type KeyRing, KmsError, newDataKey, VaultError } from '@latchkey/vault';
import type { Command } from './command.js';
import { createPace } from './key-rotation/pace.js';
import { sealAnew } from './key-rotation/seal-anew.js';
import { wrapAnew } from './key-rotation/wrap-anew.js';
import { readOptions } from './options.js';
import { readKeyRing } from './read-key-ring.js';
import { readCount } from './trouble-options.js';
import { untilSignalled } from './until-signalled.js';
import { withWorkerDatabase } from './worker-database.js';

/** Values in one transaction. */
const largestBatch = 200;

export const rotateKeys: Command = {
  options: '[--per-second <n>]',
  about:
    'Makes a new data key for every organization, wraps all data keys by the first key of LATCHKEY_KEY (or LATCHKEY_KEY_FILE), and seals every value anew, 2000 a second (--per-second). Nothing has to stop for it. Run it again after it was stopped or killed: it goes on.',
  async run(args, env, say) {
    const given = readOptions(args, { required: [], optional: ['per-second'] });
    const perSecond = readCount(given['per-second'], 'per-second', 2000);
    const { LATCHKEY_TIMES_DIVISOR: divisor } = requireEnvironment(
      { LATCHKEY_TIMES_DIVISOR: withDefault(integer('a whole number from 1', { min: 1, max: 10_000 }), 1) },
      env,
    );
    const { dataKeySettle } = dividedTimes(protocolTimes, divisor);
    const ring = await readKeyRing(env);
    const signalled = untilSignalled();
    try {
      return await withWorkerDatabase(env, (db) =>
        rotate({ db, ring, perSecond, settleMs: dataKeySettle, isStopped: signalled.isStopped, say }),
      );
    } catch (error) {
      throw isForPeople(error) ? new StartError(error.message, { cause: error }) : error;
    } finally {
      signalled.forget();
    }
  },
};

/** A key that is missing or refused, a KMS that is away, and what the trigger on data keys raises. */
function isForPeople(error: unknown): error is Error {
  if (error instanceof KmsError || error instanceof VaultError) return true;
  return error instanceof Error && 'code' in error && error.code === 'LK002';
}

interface Rotating {
  readonly db: Database;
  readonly ring: KeyRing;
  readonly perSecond: number;
  readonly settleMs: number;
  isStopped(): boolean;
  say(line: string): void;
}

const stopped = ['Stopped. Run rotate-keys again to go on.'];

async function rotate(rotating: Rotating): Promise<readonly string[]> {
  const { db, ring, isStopped, say } = rotating;
  let wrapped = await wrapAnew(db, ring);
  say(`${wrapped} data keys wrapped by ${ring.current.id}, which others wrapped before`);
  const rotation = await beginKeyRotation(db);
  const since = rotation.startedAt.toISOString();
  say(rotation.begun === 'now' ? `rotation begun ${since}` : `going on with the rotation begun ${since}`);

  const dataKeys = new Map<string, string>();
  let made = 0;
  for (const organizationId of await listKeyedOrganizations(db)) {
    if (isStopped()) return stopped;
    const key = await replaceDataKey(db, organizationId, rotation.startedAt, () => newDataKey(ring, organizationId));
    if (!key) continue; // it was deleted
    dataKeys.set(organizationId, key.id);
    if (key.made === 'now') made++;
  }
  say(`${made} new data keys, for ${dataKeys.size} organizations in all`);

  const settledAt = performance.now() + rotating.settleMs - (await noteKeysSwitched(db, rotation.id));
  const isSettled = performance.now() >= settledAt;
  const first = await sealAll(rotating, dataKeys);
  let { sealed, unopenable } = first;
  if (isStopped()) return stopped;
  if (!isSettled) {
    // Whoever had not noticed the new keys yet has sealed with the former ones meanwhile.
    const wait = settledAt - performance.now();
    if (wait > 0) say(`waiting ${Math.ceil(wait / 1000)} s, until every process seals with the new data keys`);
    while (performance.now() < settledAt && !isStopped()) await sleep(Math.min(settledAt - performance.now(), 250));
    const second = await sealAll(rotating, dataKeys);
    sealed += second.sealed;
    unopenable = second.unopenable;
    wrapped += await wrapAnew(db, ring);
  }
  if (isStopped()) return stopped;
  await finishKeyRotation(db, rotation.id);
  const done = `Done: ${sealed} values sealed anew in this run, ${wrapped} data keys wrapped anew.`;
  if (unopenable.length === 0) return [done, next];
  say(done);
  throw new StartError(
    [
      `${unopenable.length} values cannot be opened; they were left as they are, and so is the key that they name:`,
      ...unopenable.slice(0, 20),
    ].join('\n'),
  );
}

const next = 'Now retire the former keys: retire-key --key <id>, and in a week retire-data-keys.';

async function sealAll(
  { db, ring, perSecond, isStopped, say }: Rotating,
  dataKeys: ReadonlyMap<string, string>,
): Promise<{ readonly sealed: number; readonly unopenable: readonly string[] }> {
  const pace = createPace(perSecond);
  const unopenable: string[] = [];
  let sealed = 0;
  let saidAt = Number.NEGATIVE_INFINITY;
  let place = 0;
  for (const [organizationId, dataKeyId] of dataKeys) {
    place++;
    const about = `${formatId('organization', organizationId)} (${place} of ${dataKeys.size})`;
    const one = await sealAnew({
      ...{ db, ring, organizationId, dataKeyId, pace, isStopped },
      batch: Math.min(largestBatch, perSecond),
      onProgress(values) {
        if (performance.now() - saidAt < 900) return;
        saidAt = performance.now();
        say(`${about}: ${values} values sealed anew`);
      },
    });
    sealed += one.sealed;
    unopenable.push(...one.unopenable);
    if (one.sealed > 0 && !isStopped()) say(`${about}: done, ${one.sealed} values sealed anew`);
    if (isStopped()) break;
  }
  return { sealed, unopenable };
}
