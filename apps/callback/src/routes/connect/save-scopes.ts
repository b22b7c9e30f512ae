import { inTenant } from '@latchkey/db';
import { overrideScopes, readConnection, recordAuditEvent } from '@latchkey/db/management';
import type { ConnectionId } from '@latchkey/oauth';
import type { CallbackDeps } from '../../callback-deps.js';
import { optionalScopes } from '../../optional-scopes.js';
import { actorInAudit, type OpenWizard } from '../../plugins/wizard-session.js';

/**
 * Saves which optional permissions the person left ticked (`scopes=chosen`, and `scope` for each). Only scopes that the
 * config asks for and the definition calls optional can be left out; nothing can be added.
 */
export async function saveScopes(
  deps: CallbackDeps,
  wizard: OpenWizard,
  connectionId: ConnectionId,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (body.scopes !== 'chosen') return;
  const ticked = new Set([body.scope].flat().filter((scope) => typeof scope === 'string'));
  const { organizationId } = wizard.session;
  await inTenant(deps.db, organizationId, async (tx) => {
    const connection = await readConnection(tx, organizationId, connectionId);
    if (!connection) return;
    const { configScopes, offeredScopes } = connection;
    const optional = optionalScopes(configScopes, offeredScopes);
    const wanted = configScopes.filter((scope) => !optional.includes(scope) || ticked.has(scope));
    const isAll = wanted.length === configScopes.length;
    // An empty list would mean the config's: at least one permission is always asked for.
    if (wanted.length === 0 && !isAll) return;
    const scopes = isAll ? [] : wanted;
    const { scopesOverride } = connection;
    if (scopes.length === scopesOverride.length && scopes.every((scope) => scopesOverride.includes(scope))) return;
    await overrideScopes(tx, organizationId, connectionId, scopes);
    await recordAuditEvent(tx, organizationId, actorInAudit(wizard), {
      ...{ action: 'connection.updated', targetKind: 'connection', targetId: connectionId },
      details: { scopesOverride: scopes },
    });
  });
}
