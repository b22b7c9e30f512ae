import type { ConnectionEvent } from '../connection/connection-event.js';
import type { NewGrant, Ports } from '../ports.js';
import { tokensDueInMs } from '../refresh/due.js';
import { grantEnds } from '../refresh/grant-ends.js';
import type { ObtainedTokens } from './obtain-tokens.js';
import { remoteAccount } from './remote-account.js';
import { isRenewable } from './renewable.js';
import { serializeTokenSet } from './token-set.js';

/** Stores a new grant with its tokens, which its connection holds from then on; the event gets what is known of it. */
export async function keepGrant(
  ports: KeepPorts & Pick<Ports, 'grants'>,
  grant: UnkeptGrant,
  obtained: ObtainedTokens & { readonly kind: 'obtained' },
  event: ConnectionEvent,
): Promise<void> {
  await storeGrant(ports, grant, obtained, (kept, details) =>
    ports.grants.create(kept, { ...event, details: { ...event.details, ...details } }),
  );
}

type KeepPorts = Pick<Ports, 'vault' | 'clock' | 'random' | 'notices' | 'times' | 'bell'>;
type UnkeptGrant = Omit<NewGrant, 'tokens' | 'context' | 'account'>;

/**
 * Stores a new grant with its tokens, trying for as long as an attempt may last: they exist nowhere else. Then it gives
 * up, as for a connection that was deleted meanwhile; the person can connect again. `store` is safe to repeat; it is told
 * what the log should say of the grant: the account, and what was noticed.
 */
export async function storeGrant<Kept>(
  ports: KeepPorts,
  grant: UnkeptGrant,
  { answer, context, notices }: ObtainedTokens & { readonly kind: 'obtained' },
  store: (grant: NewGrant, details: Readonly<Record<string, string>>) => Promise<Kept>,
): Promise<Kept> {
  const { grantId, organizationId, terms, requestedScopes } = grant;
  const { expiresInSeconds, tokens } = answer;
  const receivedAt = ports.clock.monotonic();
  const hasRefreshToken = isRenewable(terms.server, tokens) ? 'yes' : 'no';
  const ends = hasRefreshToken === 'yes' ? grantEnds(terms.server, answer.ends) : {};
  const account = remoteAccount(terms.server, answer, context);
  const details = {
    ...(account.label === undefined ? {} : { account: account.label }),
    ...notices,
  };
  for (let tries = 1, wait = ports.times.storeRetryFirst; ; tries++) {
    try {
      const elapsedMs = answer.elapsedMs + (ports.clock.monotonic() - receivedAt);
      const known = expiresInSeconds === undefined ? {} : { expiresInSeconds };
      const due = tokensDueInMs(ports, terms.server, { tokens, expiresInSeconds, elapsedMs, ends });
      const kept = await store(
        {
          ...grant,
          tokens: {
            tokenSet: await ports.vault.seal(
              { organizationId, row: grantId, field: 'grant_token.token_set' },
              serializeTokenSet(tokens),
            ),
            hasRefreshToken,
            ...known,
            elapsedMs,
            ends,
            ...(due === undefined ? {} : { dueInMs: due }),
            grantedScopes: answer.scopes ?? requestedScopes,
          },
          context,
          account,
        },
        details,
      );
      await ringForFormer(ports);
      return kept;
    } catch (error) {
      if (ports.clock.monotonic() - receivedAt >= ports.times.takeoverMax) throw error;
      ports.notices.notice({ kind: 'store_retry', grantId, tries, error });
      await ports.clock.sleep(wait);
      wait = Math.min(wait * 2, ports.times.storeRetryMax);
    }
  }
}

/** A former grant, if any, is now revoking; or the new one, which nobody wants any more. */
async function ringForFormer(ports: Pick<Ports, 'bell' | 'notices'>): Promise<void> {
  await ports.bell.ring('revoke').catch((error: unknown) => {
    ports.notices.notice({ kind: 'bell_failed', tick: 'revoke', error });
  });
}
