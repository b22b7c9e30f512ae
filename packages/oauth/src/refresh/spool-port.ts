import type { AttemptId, OrganizationId } from '../ids.js';
import type { Sealed } from '../ports.js';

/** Names one answer in the spool, which is sealed for both ids. */
export interface SpoolName {
  readonly organizationId: OrganizationId;
  readonly attemptId: AttemptId;
}

/**
 * Where an answer goes that cannot be stored before its process has to end (RELIABILITY, rule 5). Processes that share
 * one drain it for one another. Without a configured place it never asks anybody to leave, and lists nothing.
 */
export interface SpoolPort {
  /** Calls `leave` when no time is left for the store, at once when that is so already; answers how to take it back. */
  whenLeaving(leave: () => void): () => void;
  /** Resolves when the answer would outlive a power cut. Saving it again is harmless. */
  save(name: SpoolName, answer: Sealed): Promise<void>;
  list(): Promise<readonly SpoolName[]>;
  /** `undefined` when it is no longer there. */
  load(name: SpoolName): Promise<Sealed | undefined>;
  /** What is not there any more is removed already. */
  remove(name: SpoolName): Promise<void>;
}
