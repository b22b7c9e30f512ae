import type { Ports, StoredTokens } from '../ports.js';
import type { Secret } from '../secret.js';
import { serializeTokenSet } from '../token/token-set.js';
import { UnopenableError } from '../unopenable-error.js';
import type { Fence } from './alternates-port.js';
import type { SpoolName } from './spool-port.js';
import { parseSpooledAnswer, type SpooledAnswer, spoolPurpose } from './spooled-answer.js';

/**
 * Stores what processes had to leave behind (RELIABILITY, rule 5). To be called before a claim, so that no claim takes
 * over an attempt whose answer lies here. Any number of processes may drain at once. Rejects while the store or the keys
 * are away, when a claim would be wrong too; an answer that can never be opened is told of and stays where it is.
 */
export async function drainSpool(
  ports: Pick<Ports, 'spool' | 'vault' | 'grants' | 'clock' | 'times' | 'notices'>,
): Promise<void> {
  for (const name of await ports.spool.list()) {
    const sealed = await ports.spool.load(name);
    if (!sealed) continue;
    const unreadable = (error: unknown) =>
      ports.notices.notice({ kind: 'spool_unreadable', attemptId: name.attemptId, error });
    let opened: Secret;
    try {
      opened = await ports.vault.open(spoolPurpose(name), sealed);
    } catch (error) {
      if (!(error instanceof UnopenableError)) throw error;
      unreadable(error);
      continue;
    }
    let answer: SpooledAnswer;
    try {
      answer = parseSpooledAnswer(opened);
    } catch (error) {
      unreadable(error);
      continue;
    }
    await store(ports, name, answer);
    await ports.spool.remove(name);
  }
}

async function store(
  ports: Pick<Ports, 'vault' | 'grants' | 'clock' | 'times' | 'notices'>,
  { organizationId, attemptId }: SpoolName,
  answer: SpooledAnswer,
): Promise<void> {
  const { connectionId, grantId, generation, hasRefreshToken, expiresInSeconds, ends, grantedScopes, dueAtMs } = answer;
  const fence: Fence = { organizationId, connectionId, grantId, attemptId, generation };
  const now = ports.clock.epochMs();
  const purpose = { organizationId, row: grantId, field: 'grant_token.token_set' } as const;
  const stored: StoredTokens = {
    tokenSet: await ports.vault.seal(purpose, serializeTokenSet(answer.tokens)),
    hasRefreshToken,
    ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
    ...(ends ? { ends } : {}),
    // The other process's clock may have been ahead: no token is served past its end for that.
    elapsedMs: Math.max(now - answer.sentAtMs, 0) + ports.times.clockSkewMax,
    ...(dueAtMs === undefined ? {} : { dueInMs: Math.max(dueAtMs - now, 0) }),
    ...(grantedScopes ? { grantedScopes } : {}),
  };
  if ((await ports.grants.store(fence, stored, { kind: 'recovered' })) !== 'stored') {
    const last = await ports.grants.storedBy(fence);
    if (last && last.attemptId !== attemptId && hasRefreshToken === 'yes')
      await ports.grants.keepAlternate(fence, stored, ports.times.alternateLife);
  }
  ports.notices.notice({ kind: 'spool_drained', grantId });
}
