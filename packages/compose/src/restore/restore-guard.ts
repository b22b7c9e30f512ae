import { randomUUID } from 'node:crypto';
import { type Beat, beatWitness, type ClaimFence, type Database, type ShutGuard, type WitnessMark } from '@latchkey/db';
import type { QueueLogger } from '@latchkey/queue';
import type { MarkStore } from './mark-store.js';

/** What one process knows of the restore guard. */
export interface RestoreGuard {
  readonly fence: ClaimFence;
  /** Set while claims are stopped. */
  shut(): ShutGuard | undefined;
  /** A sentence for `/readyz`, with the command to run. */
  warning(): string | undefined;
  close(): Promise<void>;
}

export interface RestoreGuardOptions {
  readonly db: Pick<Database, 'pool'>;
  readonly store: MarkStore;
  /** Milliseconds between two beats. */
  readonly everyMs: number;
  readonly logger: QueueLogger;
}

const command = 'npm run operator -- recover';

/**
 * Beats the process's witness, so that a database that has gone back is noticed: at the first claim, then every few
 * seconds, and by each claim itself, whose transaction must know the last beat. What a beat answered is remembered outside
 * of the database only once it is committed there: a mark is never ahead of a database that lost nothing.
 */
export function startRestoreGuard({ db, store, everyMs, logger }: RestoreGuardOptions): RestoreGuard {
  let witnessId: string | undefined;
  let mark: WitnessMark | undefined;
  let shut: ShutGuard | undefined;
  let beating: Promise<void> | undefined;
  let hasBeaten = false;
  let isUnsaved = false;
  let isKept = true;

  async function beatOnce(): Promise<void> {
    if (witnessId === undefined) {
      mark = await store.load().catch((err: unknown) => {
        // What lies there must not be overwritten by someone who has seen less.
        isKept = false;
        logger.warn({ err }, 'the witness of restores cannot be read: this process watches by itself');
        return undefined;
      });
      witnessId = mark?.witnessId ?? randomUUID();
    }
    const answer = await beatWitness(db, witnessId, mark);
    tell(answer);
    shut = answer.shut;
    if (answer.mark) {
      mark = answer.mark;
      await save(answer.mark);
    }
    hasBeaten = true;
  }

  /** An older mark is a weaker witness, and never a wrong one. */
  async function save(latest: WitnessMark): Promise<void> {
    if (!isKept) return;
    try {
      await store.save(latest);
      isUnsaved = false;
    } catch (err) {
      if (!isUnsaved) logger.warn({ err }, 'the witness of restores could not be saved');
      isUnsaved = true;
    }
  }

  function tell(answer: Beat): void {
    if (answer.shut && !shut) logger.error({ restore: answer.shut }, sentence(answer.shut));
    if (!answer.shut && shut) logger.info({}, 'the restored database is recovered: claims are allowed again');
    if (answer.noticed === 'new_timeline')
      logger.warn({}, 'the database has a new timeline, as after a failover; it knows all that this process saw');
    if (answer.noticed === 'other_server')
      logger.warn({}, 'the database is on another server; it knows all that this process saw');
  }

  function beat(): Promise<void> {
    beating ??= beatOnce().finally(() => {
      beating = undefined;
    });
    return beating;
  }

  // While the database is away nobody claims either, and whoever tries is told.
  const quietly = () => void beat().catch(() => undefined);
  const timer = setInterval(quietly, everyMs).unref();
  quietly();
  return {
    async fence() {
      if (!hasBeaten) await beat();
      if (shut) return 'shut';
      if (!mark) throw new Error('the witness of restores has not beaten');
      return mark;
    },
    shut: () => shut,
    warning: () => shut && sentence(shut),
    async close() {
      clearInterval(timer);
      await beating?.catch(() => undefined);
    },
  };
}

function sentence({ reason, knownUntil }: ShutGuard): string {
  const what =
    reason === 'other_server'
      ? 'The database is on another server, and nobody can tell that it lost nothing'
      : `The database was restored from a backup${knownUntil ? ` and knows nothing after ${knownUntil.toISOString()}` : ''}`;
  return `${what}: claims are stopped, so that no spent refresh token is used again. Run: ${command}`;
}
