import type { Database } from '../database.js';

/** What a witness remembers outside of the database: the last beat that it knows to be committed. */
export interface WitnessMark {
  readonly witnessId: string;
  readonly databaseId: string;
  readonly epoch: number;
  readonly beat: number;
}

/** Why claims are stopped, and from when to when the database may have forgotten what was stored in it. */
export interface ShutGuard {
  /** `other_server`: the database is on another server, and nobody remembers that it lost nothing. */
  readonly reason: 'went_back' | 'other_server' | 'operator';
  readonly shutAt: Date;
  /** The last moment that the restored database knows of; absent when it knew no witness. */
  readonly knownUntil?: Date;
}

export interface Beat {
  /** Absent while the guard is shut: what was remembered before stays. */
  readonly mark?: WitnessMark;
  readonly shut?: ShutGuard;
  /** What this beat was the first to see. */
  readonly noticed?: 'restored' | 'new_timeline' | 'other_server';
}

interface BeatRow {
  readonly database_id: string;
  readonly epoch: string | null;
  readonly beat: string | null;
  readonly state: 'open' | 'shut';
  readonly reason: ShutGuard['reason'] | null;
  readonly shut_at: Date | null;
  readonly known_until: Date | null;
  readonly noticed: NonNullable<Beat['noticed']> | null;
}

/**
 * One beat of a witness: compares what it remembers with what the database knows, and shuts the guard when the database
 * has gone back. Under either login. The answer is committed, for good: it may be remembered.
 */
export async function beatWitness(
  db: Pick<Database, 'pool'>,
  witnessId: string,
  remembered: WitnessMark | undefined,
): Promise<Beat> {
  const client = await db.pool.connect();
  let broken: Error | undefined;
  try {
    // A beat that a crash of the server could lose would be a false alarm; the statements before a COMMIT answer nothing.
    await client.query('BEGIN; SET LOCAL synchronous_commit = on');
    const { rows } = await client.query<BeatRow>('SELECT * FROM beat_restore_witness($1, $2, $3, $4)', [
      witnessId,
      remembered?.databaseId ?? null,
      remembered?.epoch ?? null,
      remembered?.beat ?? null,
    ]);
    await client.query('COMMIT');
    return beatOf(witnessId, rows[0] as BeatRow);
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function beatOf(witnessId: string, row: BeatRow): Beat {
  const noticed = row.noticed === null ? {} : { noticed: row.noticed };
  if (row.state === 'shut')
    return {
      ...noticed,
      shut: {
        reason: row.reason ?? 'operator',
        shutAt: row.shut_at ?? new Date(),
        ...(row.known_until === null ? {} : { knownUntil: row.known_until }),
      },
    };
  const mark = { witnessId, databaseId: row.database_id, epoch: Number(row.epoch), beat: Number(row.beat) };
  return { ...noticed, mark };
}
