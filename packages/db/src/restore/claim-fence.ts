import type { WitnessMark } from './witness.js';

/**
 * What claims are fenced by: the process's last beat, which the database must know in the claim's own transaction, and an
 * open guard. It rejects while that beat cannot be asked for, when a claim would fail too.
 */
export type ClaimFence = () => Promise<WitnessMark | 'shut'>;

/** Says that claims are stopped. */
export class ClaimsStopped extends Error {
  override readonly name = 'ClaimsStopped';
}

const uuid = /^[0-9a-f-]{36}$/;

/** The statement that goes with a claim's `BEGIN`; `undefined` without a fence. Throws {@link ClaimsStopped} when shut. */
export async function fenceStatement(fence: ClaimFence | undefined): Promise<string | undefined> {
  if (!fence) return undefined;
  const mark = await fence();
  if (mark === 'shut') throw new ClaimsStopped('claims are stopped');
  const { witnessId, epoch, beat } = mark;
  if (!uuid.test(witnessId) || !Number.isSafeInteger(epoch) || !Number.isSafeInteger(beat))
    throw new TypeError('the mark of a witness is malformed');
  return `SELECT assert_claims_allowed('${witnessId}', ${epoch}, ${beat})`;
}

/** The claim's result, or `stopped` when the fence kept it from being made. */
export async function unlessStopped<Result>(claim: Promise<Result>): Promise<Result | 'stopped'> {
  try {
    return await claim;
  } catch (error) {
    if (error instanceof ClaimsStopped || (error as { readonly code?: unknown }).code === 'LK001') return 'stopped';
    throw error;
  }
}
