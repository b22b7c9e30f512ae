import type { FreshDatabase } from '@latchkey/db/testing';
import type { Processes } from './processes.js';

/** What every benchmark is given. */
export interface BenchContext {
  /** A migrated database of its own. */
  readonly database: FreshDatabase;
  /** Makes further ones; each is deleted at the end. */
  freshDatabase(): Promise<FreshDatabase>;
  /** `redis://…`; absent where there is no `redis-server`. */
  readonly redisUrl: string | undefined;
  readonly processes: Processes;
  /** `--rounds`, `--seconds`, `--minutes` and `--connections`, where they were given. */
  readonly rounds: number | undefined;
  readonly seconds: number | undefined;
  readonly minutes: number | undefined;
  readonly connections: number | undefined;
  /** Called at the end, the last first, however it ends. */
  atEnd(cleanup: () => Promise<unknown>): void;
  /** One line for people, on stderr. */
  say(text: string): void;
}

/** The last line of stdout. What `ours` and `floor` count is said by `unit`. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly floor: number;
  /** `ours / floor` of the same run: the median of the rounds' own ratios, so that noise of the machine hits both. */
  readonly ratio: number;
  readonly [reported: string]: unknown;
}

/** One benchmark: sets everything up, measures, and says what it found. */
export type Benchmark = (context: BenchContext) => Promise<BenchResult>;
