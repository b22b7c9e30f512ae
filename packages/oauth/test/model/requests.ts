import { protocolTimes } from '../../src/protocol-times.js';
import type { GrantRow, Sent } from '../../testing/index.js';
import { refreshTokenOf } from './refresh-token.js';

/** What is known of the latest request with one refresh token. */
interface Asked {
  readonly sent: Sent;
  /** How often the grant had been taken over when it was sent. */
  readonly crashes: number;
}

/**
 * Judges every request that presents a refresh token against the one before it with the same token: never two at once,
 * never a second after an answer that held tokens, nor after an ambiguous one sooner than rule 8 allows. To be called
 * with each request once, in order. Needs a provider that gives a new refresh token every time.
 */
export function judgeOfRequests(
  world: {
    readonly grantOf: (refreshToken: string) => Pick<GrantRow, 'crashes'> | undefined;
    /** Whether the process that has the answer in hand was stopped for so long that others must take it for lost. */
    readonly mayBeLost: (refreshToken: string, at: number) => boolean;
  },
  times = protocolTimes,
): (sent: Sent) => void {
  const latest = new Map<string, Asked>();

  function judge(token: string, { sent: before, crashes }: Asked, now: Asked): void {
    const { startedAt } = now.sent;
    const told = `with ${token}, at ${before.startedAt} and ${startedAt} ms`;
    if (before.endedAt === undefined || startedAt < before.endedAt) throw new Error(`two requests at once ${told}`);
    const { outcome } = before;
    if (outcome?.kind === 'response' && outcome.status === 200 && !world.mayBeLost(token, startedAt))
      throw new Error(`a second request after an answer that held tokens, ${told}`);
    const isAmbiguous = outcome?.kind === 'no_answer' || (outcome?.kind === 'response' && outcome.status === 502);
    if (!isAmbiguous) return;
    const isTimeout = outcome.kind === 'no_answer' && outcome.cause === 'timeout';
    const ruled = isTimeout ? times.replayTimeoutMin : times.replayResetMin;
    // Who takes over does not know how it ended, only that it must have.
    const least = now.crashes > crashes ? Math.min(ruled, times.takeoverSlack) : ruled;
    if (startedAt - before.endedAt < least) throw new Error(`a second request too soon ${told}`);
  }

  return (sent) => {
    const token = refreshTokenOf(sent);
    if (token === undefined) return;
    const asked = { sent, crashes: world.grantOf(token)?.crashes ?? 0 };
    const before = latest.get(token);
    latest.set(token, asked);
    if (before) judge(token, before, asked);
  };
}
