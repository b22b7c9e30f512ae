import { inTenant } from '@latchkey/db';
import { overrideScopes, readConnection } from '@latchkey/db/management';
import type { ConnectionId } from '@latchkey/oauth';
import type { CallbackDeps } from '../../callback-deps.js';
import { optionalScopes } from '../../optional-scopes.js';
import type { OpenWizard } from '../../plugins/wizard-session.js';

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
    if (wanted.length > 0 || isAll) await overrideScopes(tx, organizationId, connectionId, isAll ? [] : wanted);
  });
}
