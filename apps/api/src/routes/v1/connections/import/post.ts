import { connectionsToAuthorize, newId } from '@latchkey/db';
import { importGrants } from '@latchkey/db/management';
import {
  type ConnectionId,
  type ConnectionToAuthorize,
  formatId,
  type GrantId,
  type ImportedGrant,
  importedGrant,
  type NewGrant,
  type OrganizationId,
  parseId,
  resolveOnce,
  secret,
} from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import type { Route } from '../../../../api.js';
import type { ApiDeps } from '../../../../api-deps.js';
import { actorOf, makeChange } from '../../../../change.js';
import { ring } from '../../../../delete-with-grants.js';
import { reachable } from '../../../../key-reach.js';
import { ImportItem, ImportResult } from '../../../../wire/import.js';
import { answers, body, ref } from '../../../../wire/schema.js';

type Item = Static<typeof ImportItem>;
type Result = Static<typeof ImportResult>;
type Made = { readonly item: Item } & ImportedGrant;

/** Items whose tokens are sealed side by side. */
const sideBySide = 8;

/** POST /v1/connections/import */
export const importConnections: Route = (api, deps) =>
  api.post(
    '/connections/import',
    {
      config: { scope: 'connections:import', limitedKeys: 'held' },
      bodyLimit: 16 * 1024 * 1024,
      schema: {
        operationId: 'importConnections',
        tags: ['connections'],
        summary: 'Take over existing tokens',
        description:
          'For tokens that another system obtained with the same client. Each item names a pending connection, which becomes connected; one that is connected already is refused and nothing of it changes. The answer has one result per item, in order; a refused item does not hold up the others. First refreshes are spread over the remaining lifetimes. Stop refreshing in the other system first: where refresh tokens rotate, only one of the two can hold them.',
        body: body({
          items: Type.Array(ref(ImportItem), { minItems: 1, maxItems: 1000 }),
          verifyRefresh: Type.Optional(
            Type.Boolean({ default: false, description: 'Refresh each at once, to see that it can be.' }),
          ),
        }),
        response: answers(
          { 200: Type.Object({ results: Type.Array(ref(ImportResult)) }) },
          'payload_too_large',
          'idempotency_key_reused',
          'idempotent_repeat_of_secret',
        ),
      },
    },
    async (request) => {
      const organizationId = request.apiKey.organizationId as OrganizationId;
      const refresh = request.body.verifyRefresh ? 'now' : 'when_due';
      const { items } = request.body;
      const made: Made[] = [];
      const seen = new Set<string>();
      await deps.ports.vault.prepare(organizationId);
      const named = items.map(({ connectionId }) => parseId('connection', connectionId) as ConnectionId | undefined);
      const inReach = await reachable(
        deps,
        request.apiKey,
        named.filter((id) => id !== undefined),
      );
      const found = await connectionsToAuthorize(deps.db, organizationId, [...inReach]);
      const resolve = resolveOnce();
      for (let start = 0; start < items.length; start += sideBySide) {
        const some = items.slice(start, start + sideBySide).map(async (item, index): Promise<Made> => {
          if (seen.has(item.connectionId)) return { item, ...refused('connectionId', 'is named by an earlier item') };
          seen.add(item.connectionId);
          const connectionId = named[start + index];
          const connection = connectionId && found.get(connectionId);
          if (!connection) return { item, ...refused('connectionId', 'names no connection') };
          return {
            item,
            ...(await grantOf(deps, { organizationId, connectionId, connection, item, refresh, resolve })),
          };
        });
        made.push(...(await Promise.all(some)));
      }
      const grants = made.flatMap((one): NewGrant[] => (one.kind === 'grant' ? [one.grant] : []));
      const { name } = actorOf(request);
      const taken = await makeChange(deps, request, {
        action: 'connection.imported',
        repeat: 'secret',
        async work(tx) {
          const event = {
            kind: 'connected',
            ...(name === undefined ? {} : { actor: name }),
            details: { by: 'import' },
          };
          const ids = await importGrants(tx, organizationId, grants, { ...event, kind: 'connected' });
          const connections = [...ids].map((id) => formatId('connection', id));
          const details = { items: items.length, imported: ids.size, connections };
          return { id: organizationId, targetKind: 'organization', result: ids, details };
        },
      });
      if (refresh === 'now' && taken.size > 0) await ring(deps, 'refresh');
      return { results: made.map((one) => resultOf(one, taken)) };
    },
  );

async function grantOf(
  deps: Pick<ApiDeps, 'ports' | 'callbackPublicUrl'>,
  named: {
    readonly organizationId: OrganizationId;
    readonly connectionId: ConnectionId;
    readonly connection: ConnectionToAuthorize;
    readonly item: Item;
    readonly refresh: 'now' | 'when_due';
    readonly resolve: ReturnType<typeof resolveOnce>;
  },
): Promise<ImportedGrant> {
  const { organizationId, connectionId, connection, item, refresh, resolve } = named;
  const { expiresAt, accountLabel, accountSubject } = item;
  return importedGrant(deps.ports, connection, {
    grantId: newId<GrantId>(),
    organizationId,
    connectionId,
    publicBaseUrl: deps.callbackPublicUrl,
    resolve,
    tokens: {
      accessToken: secret(item.accessToken),
      ...(item.refreshToken === undefined ? {} : { refreshToken: secret(item.refreshToken) }),
      ...(item.tokenType === undefined ? {} : { tokenType: item.tokenType }),
      ...(expiresAt === undefined
        ? {}
        : { expiresInSeconds: Math.floor((Date.parse(expiresAt) - deps.ports.clock.epochMs()) / 1000) }),
      ...(item.scopes === undefined ? {} : { scopes: item.scopes }),
      ...(item.token === undefined ? {} : { members: item.token }),
      ...(item.context === undefined ? {} : { context: item.context }),
      account: {
        ...(accountLabel === undefined ? {} : { label: accountLabel }),
        ...(accountSubject === undefined ? {} : { subject: accountSubject }),
      },
      ...(item.redirectUri === undefined ? {} : { redirectUri: item.redirectUri }),
      refresh,
    },
  });
}

function resultOf(one: Made, taken: ReadonlySet<string>): Result {
  const { connectionId } = one.item;
  if (one.kind === 'refused')
    return { connectionId, outcome: 'refused', errors: [{ field: one.field, message: one.message }] };
  if (taken.has(one.grant.connectionId)) return { connectionId, outcome: 'imported', errors: null };
  const message = 'is connected already, or still disconnecting: disconnect it first, or leave it as it is';
  return { connectionId, outcome: 'refused', errors: [{ field: 'connectionId', message }] };
}

function refused(field: string, message: string): ImportedGrant {
  return { kind: 'refused', field, message };
}
