import { setTimeout as sleep } from 'node:timers/promises';
import {
  allSealedColumns,
  type Database,
  readSealedPage,
  replaceSealed,
  type SealedAnew,
  type SealedValue,
} from '@latchkey/db';
import { envelopeHeader, type KeyRing, VaultError } from '@latchkey/vault';
import { createVaultOn } from '../create-vault.js';

type Column = (typeof allSealedColumns)[number];

/** Sealing the values of one organization anew. */
export interface SealingAnew {
  readonly db: Database;
  readonly ring: KeyRing;
  readonly organizationId: string;
  /** The data key that seals now. */
  readonly dataKeyId: string;
  /** Values that one transaction replaces. */
  readonly batch: number;
  /** Resolves when the next batch may begin. */
  pace(values: number): Promise<void>;
  isStopped(): boolean;
  /** Hears how many values of this organization are done. */
  onProgress(sealed: number): void;
}

/**
 * Seals every value of an organization under its present data key, batch by batch, until it has looked through all of
 * them and none was left. A value that cannot be opened stays as it is and is named. Safe to kill at any moment.
 */
export async function sealAnew(
  work: SealingAnew,
): Promise<{ readonly sealed: number; readonly unopenable: readonly string[] }> {
  const vault = createVaultOn(work.db, work.ring); // of its own, so that it knows the newest data key
  await vault.prepare(work.organizationId); // else a former key would seal while a KMS is away
  const unopenable = new Set<string>();
  let sealed = 0;

  async function open(at: Column, values: readonly SealedValue[]): Promise<SealedAnew[]> {
    const changes: SealedAnew[] = [];
    for (const one of values) {
      const purpose = { organizationId: work.organizationId, row: one.row, field: at.field };
      try {
        changes.push({ ...one, anew: await vault.seal(purpose, await vault.open(purpose, one.value)) });
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        unopenable.add(`${at.table}.${at.column}: ${error.message}`);
      }
    }
    return changes;
  }

  /** Answers how many values it found and could not replace, because somebody was writing them. */
  async function lookThrough(at: Column): Promise<number> {
    let passedOver = 0;
    let after: readonly string[] | undefined;
    do {
      const found = await readSealedPage(work.db, at, work.organizationId, envelopeHeader(work.dataKeyId), after);
      for (let from = 0; from < found.values.length && !work.isStopped(); from += work.batch) {
        const changes = await open(at, found.values.slice(from, from + work.batch));
        const replaced = await replaceSealed(work.db, at, work.organizationId, changes);
        passedOver += changes.length - replaced;
        sealed += replaced;
        work.onProgress(sealed);
        await work.pace(changes.length);
      }
      after = found.next;
    } while (after && !work.isStopped());
    return passedOver;
  }

  for (;;) {
    let passedOver = 0;
    for (const at of allSealedColumns) passedOver += await lookThrough(at);
    if (passedOver === 0 || work.isStopped()) return { sealed, unopenable: [...unopenable] };
    await sleep(100);
  }
}
