import type { queues } from '../e2e/queues.js';
import type { Scope } from '../e2e/scope.js';

/** One row of the fault table (RELIABILITY, "Faults that must be survived"). */
export interface Fault {
  /** The name of its file. */
  readonly name: string;
  readonly fault: string;
  readonly mustHold: string;
  /** Divides every time of the protocol, unless `--real-time` is given. */
  readonly timesDivisor: number;
  /**
   * `waits`: most of the time for a clock; such rows are run beside the others, one after another while there are others. `computes`: more than two
   * cores would, for as long as it has them; such rows are run first and alone, as divided times are short for the others.
   */
  readonly mostly?: 'waits' | 'computes';
  /** What is missing on this machine and how to get it; left out: nothing. */
  readonly skip?: string | false;
  run(given: Given): Promise<Verdict>;
}

/** What a row is run with. */
export interface Given {
  readonly scope: Scope;
  /** `full`: as the table says. `short`: small enough for `npm test`. */
  readonly size: 'full' | 'short';
  readonly timesDivisor: number;
  readonly queue: (typeof queues)[number];
}

/** What was found. */
export interface Verdict {
  /** What was done, with its numbers. */
  readonly done: string;
  /** What the provider counted. */
  readonly ledger: string;
  /** Connections whose stored tokens the provider takes. */
  readonly live: number;
  /** Connections that are not live and have no reason. */
  readonly lost: number;
  /** Connections that are not live and have one. */
  readonly explained: number;
  readonly checks: readonly Check[];
}

/** Something that must hold: it does when nothing is wrong. */
export interface Check {
  readonly what: string;
  readonly wrong: readonly unknown[];
}
