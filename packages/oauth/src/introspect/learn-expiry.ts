import type { GrantId } from '../ids.js';
import type { Ports } from '../ports.js';
import { dueInMs } from '../refresh/due.js';
import { type ClientHolder, openRequestValues } from '../token/open-client.js';
import { isRenewable } from '../token/renewable.js';
import type { TokenSet } from '../token/token-set.js';
import { introspectToken } from './introspect-token.js';

/**
 * Asks the server when an access token ends whose answer did not tell (RFC 7662), and schedules its refresh. Called once
 * the tokens are stored, and never rejects: whatever goes wrong here, the tokens are safe and their end stays unknown.
 */
export async function learnExpiry(
  ports: Pick<Ports, 'clock' | 'random' | 'transport' | 'times' | 'vault' | 'grants' | 'notices'>,
  grant: ClientHolder & {
    readonly grantId: GrantId;
    /** Of the stored token set. */
    readonly generation: number;
    readonly context: Readonly<Record<string, string>>;
  },
  { tokens, expiresInSeconds }: { readonly tokens: TokenSet; readonly expiresInSeconds?: number | undefined },
): Promise<void> {
  const { server } = grant.terms;
  const { introspect } = server;
  if (!introspect || expiresInSeconds !== undefined) return;
  const { grantId, generation, organizationId, context } = grant;
  try {
    const values = { ...(await openRequestValues(ports, grant)), context, tokens };
    const askedAt = ports.clock.monotonic();
    const said = await introspectToken(ports, { ...server, introspect }, values);
    if (said.kind !== 'active') {
      const cause = said.kind === 'failed' ? said.cause : 'the token is not active';
      ports.notices.notice({ kind: 'introspection_failed', grantId, cause });
      return;
    }
    if (said.expiresInSeconds === undefined) return;
    const elapsedMs = ports.clock.monotonic() - askedAt;
    const due = dueInMs(ports.random, ports.times, {
      expiresInSeconds: said.expiresInSeconds,
      elapsedMs: 0,
      hasRefreshToken: isRenewable(server, tokens) ? 'yes' : 'no',
      refresh: server.refresh,
    });
    await ports.grants.learnExpiry(
      { organizationId, grantId, generation },
      { expiresInSeconds: said.expiresInSeconds, elapsedMs, ...(due === undefined ? {} : { dueInMs: due }) },
    );
  } catch (error) {
    ports.notices.notice({ kind: 'introspection_failed', grantId, cause: 'internal fault', error });
  }
}
