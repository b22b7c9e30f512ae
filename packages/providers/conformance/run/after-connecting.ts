import {
  disconnectConnection,
  openRequestValues,
  parseTokenSet,
  type RefreshResult,
  type RequestValues,
  type RevokeResult,
  refreshGrant,
  revokeDueGrants,
} from '@latchkey/oauth';
import type { GrantRow } from '@latchkey/oauth/testing';
import { issuesRefreshTokens, takesRefreshToken } from '../server/token-answer.js';
import { callApiWith } from './api-call.js';
import type { EngineRun } from './engine-run.js';

/** Refreshes twice: the second time with what the first answer brought. */
export async function refreshTwice(run: EngineRun): Promise<void> {
  const { play, ports, connection, problems, done } = run;
  const { holder, times } = ports;
  const { organizationId, id: connectionId } = connection;
  const { refresh_declared } = play.facts;
  const isDirect = play.facts.flow !== 'authorization_code';
  const renewable = isDirect || issuesRefreshTokens(play) || !takesRefreshToken(play.facts);
  if (!renewable) {
    if (refresh_declared) problems.push('no refresh token is issued without the scope that turns it on');
    return;
  }
  for (const time of ['first', 'second']) {
    const { generation } = grantOf(run);
    const claimed = await ports.grants.claimOne({ organizationId, connectionId, generation, holder, times });
    if (claimed.kind !== 'claimed') {
      problems.push(`the ${time} refresh could not be claimed: ${claimed.kind}`);
      return;
    }
    const result: RefreshResult = await refreshGrant(ports, claimed.claim);
    if (result.kind === 'refreshed') continue;
    if (play.refusals.length === 0) problems.push(`the ${time} refresh ended as ${JSON.stringify(result)}`);
    return;
  }
  done.push(isDirect ? 'again' : 'refresh');
}

/** Calls the API with the grant that is held. */
export async function callApi(run: EngineRun): Promise<void> {
  await callApiWith(run, grantOf(run).terms.server, await valuesOf(run));
}

/** Disconnects, and revokes where the facts know of a revocation. */
export async function disconnect(run: EngineRun): Promise<void> {
  const { play, ports, connection, problems, done } = run;
  const { organizationId, id: connectionId } = connection;
  const disconnected = await disconnectConnection(ports, { organizationId, connectionId });
  if (disconnected !== 'disconnecting') problems.push(`disconnecting said ${disconnected}`);
  const results: (RevokeResult | { readonly kind: 'threw'; readonly error: unknown })[] = [];
  const work = await revokeDueGrants(ports, { slots: 10, onResult: (_, result) => void results.push(result) });
  await work.settled;
  const [result] = results;
  const isKnown = play.facts.revoke_url !== undefined;
  const outcome = result?.kind === 'ended' ? result.outcome : (result?.kind ?? 'nothing');
  if (outcome === 'revoked') done.push('revoke');
  else if (play.refusals.length === 0 && (outcome !== 'not_supported' || isKnown))
    problems.push(`revoking ended as ${outcome}${result?.kind === 'retry' ? `: ${result.cause}` : ''}`);
}

function grantOf({ world, connection }: EngineRun): GrantRow {
  const grant = world.database.grants.get(connection.grantId ?? '');
  if (!grant) throw new Error('no grant is held');
  return grant;
}

async function valuesOf(run: EngineRun) {
  const { world, connection } = run;
  const grant = grantOf(run);
  const client = world.database.clients.get(connection.clientRowId ?? '');
  if (!grant.tokenSet || !client) throw new Error('no tokens or no client are kept');
  const { organizationId, secretInputs, id: connectionId } = connection;
  const purpose = { organizationId, row: grant.id, field: 'grant_token.token_set' } as const;
  const tokens = parseTokenSet(await world.vault.open(purpose, grant.tokenSet));
  const holder = { organizationId, connectionId, client, secretInputs, terms: grant.terms };
  const values = await openRequestValues(run.ports, holder);
  return { ...values, tokens, context: grant.context } satisfies RequestValues;
}
