/** What decides when the page asks again; times in milliseconds. */
export interface PollSituation {
  /** How long something (a sign-in, a disconnect) has been under way; `undefined` when nothing is. */
  readonly underWayFor: number | undefined;
  /** Some connection is connected, so that renewals and changes of colour can come at any time. */
  readonly connected: 'some' | 'none';
  readonly tab: 'visible' | 'hidden';
  /** Whether the last call was answered. */
  readonly door: 'answering' | 'unreachable';
}

const SECOND = 1000;

/** When to ask next, in milliseconds; `undefined` = not by the clock, only on focus or when another window says so. */
export function pollDelay({ underWayFor, connected, tab, door }: PollSituation): number | undefined {
  const slow = 15 * SECOND;
  if (underWayFor !== undefined) {
    const delay = underWayFor < 30 * SECOND ? 2 * SECOND : underWayFor < 180 * SECOND ? 5 * SECOND : slow;
    return door === 'unreachable' ? Math.max(delay, 5 * SECOND) : delay;
  }
  if (door === 'unreachable') return slow;
  return connected === 'some' && tab === 'visible' ? slow : undefined;
}
