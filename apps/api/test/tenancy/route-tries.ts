import type { Place } from './places.js';

/** What another tenant's key is told. */
type Ending =
  /** 404, as if it were not there. */
  | 'not_found'
  /** An empty list. */
  | 'empty'
  /** It works on the caller's own rows, and names nothing of the other tenant. */
  | 'own'
  /** An answer for each item, which is refused as one that is not there. */
  | 'items_refused';

/** One request: `of` is whose rows it asks for, `caller` what the caller has itself. Both are the same for the twin. */
export interface RouteTry {
  readonly ending: Ending;
  readonly query?: (of: Place) => string;
  readonly body?: (of: Place, caller: Place) => object;
}

/** The requests that a route is tried with, and what its path is filled with where the ids' own names do not say. */
export interface RouteTries {
  readonly path?: (of: Place) => Readonly<Record<string, string>>;
  readonly tries: readonly RouteTry[];
  /** Changes rows without an audit event of its own, for this reason. */
  readonly unaudited?: string;
  /** Is audited before a provider is asked, however that ends. */
  readonly asksProvider?: true;
}

/** Stands in every secret that is sent: no audit event may hold it. */
export const canary = 'canary-of-a-route-4c1f';

const one = (ending: Ending, body?: RouteTry['body']): RouteTries => ({
  tries: [{ ending, ...(body ? { body } : {}) }],
});
const gone = (body?: RouteTry['body']) => one('not_found', body);
const own = (body?: RouteTry['body']) => one('own', body);
const query = (ending: Ending, text: (of: Place) => string): RouteTry => ({ ending, query: text });
const keyConfig = { path: (of: Place) => ({ id: of.keyConfigId }) };
const environment = '/v1/connection-configs/{id}/environments/{environment}';

/** Every route of the OpenAPI document; a new one needs a line here. */
export const routeTries: Readonly<Record<string, RouteTries>> = {
  'GET /v1/organization': own(),
  'GET /v1/organization/origins': own(),
  'PUT /v1/organization/origins': own(() => ({ origins: ['https://app.example'] })),
  'GET /v1/regions': own(),
  'GET /v1/domains': own(),
  'POST /v1/domains': own(() => ({ host: 'oauth2.tried.example' })),
  'GET /v1/domains/{id}': gone(),
  'POST /v1/domains/{id}/verify': {
    ...gone(),
    unaudited: 'a look-up; when it changes the state, that is an event of the system',
  },
  'DELETE /v1/domains/{id}': gone(),
  'GET /v1/api-keys': own(),
  'POST /v1/api-keys': own(() => ({ name: 'k', scopes: ['audit:read'] })),
  'GET /v1/api-keys/{id}': { ...gone(), path: (of) => ({ id: of.apiKeyId }) },
  'POST /v1/api-keys/{id}/rotate': { ...gone(() => ({})), path: (of) => ({ id: of.apiKeyId }) },
  'DELETE /v1/api-keys/{id}': { ...gone(), path: (of) => ({ id: of.apiKeyId }) },
  'GET /v1/providers': own(),
  'GET /v1/providers/{key}': { ...own(), path: () => ({ key: 'xero' }) },
  'POST /v1/providers/discover': own(() => ({ issuer: 'no issuer' })),
  'GET /v1/audit-events': {
    tries: [
      { ending: 'own' },
      query('empty', (of) => `targetId=${of.customerId}`),
      query('empty', (of) => `actorId=${of.apiKeyId}`),
    ],
  },

  'GET /v1/integrations': own(),
  'POST /v1/integrations': own(() => ({ key: 'tried', name: 'Tried' })),
  'GET /v1/integrations/{id}': gone(),
  'PATCH /v1/integrations/{id}': gone(() => ({ name: 'taken over' })),
  'DELETE /v1/integrations/{id}': gone(),
  'GET /v1/integrations/{id}/required-config-variables': gone(),
  'POST /v1/integrations/{id}/required-config-variables': {
    tries: [{ ending: 'not_found', body: (of) => ({ key: 'tried', connectionConfigId: of.configId }) }],
  },
  'PATCH /v1/integrations/{id}/required-config-variables/{variableId}': gone(() => ({ position: 7 })),
  'DELETE /v1/integrations/{id}/required-config-variables/{variableId}': gone(),

  'GET /v1/connection-configs': {
    tries: [{ ending: 'own' }, query('empty', (of) => `integrationId=${of.integrationId}`)],
  },
  'POST /v1/connection-configs': gone((of) => ({
    ...{ key: 'tried', provider: 'xero', integrationId: of.integrationId },
    environments: { production: { clientId: 'tried', clientSecret: canary } },
  })),
  'GET /v1/connection-configs/{id}': gone(),
  'PATCH /v1/connection-configs/{id}': gone(() => ({
    name: 'taken over',
    environments: { production: { nextClientSecret: canary } },
  })),
  'DELETE /v1/connection-configs/{id}': gone(),
  'POST /v1/connection-configs/{id}/check': gone(() => ({})),
  'GET /v1/connection-configs/{id}/upgrade': gone(),
  'POST /v1/connection-configs/{id}/upgrade': gone(() => ({ definitionVersion: 'x' })),
  [`POST ${environment}/promote-client-secret`]: gone(),
  [`POST ${environment}/replace-client`]: gone(() => ({ clientId: 'replaced', clientSecret: canary, grants: 1 })),
  [`POST ${environment}/register`]: { ...gone(() => ({ initialAccessToken: canary })), asksProvider: true },
  [`POST ${environment}/reset-issuer`]: gone(),
  [`GET ${environment}/keys`]: { ...gone(), ...keyConfig },
  [`POST ${environment}/keys`]: { ...gone(() => ({})), ...keyConfig },
  [`POST ${environment}/keys/{kid}/activate`]: { ...gone(), ...keyConfig },

  'GET /v1/customers': { tries: [{ ending: 'own' }, query('empty', () => 'externalId=bakery-books')] },
  'POST /v1/customers': own(() => ({ externalId: 'tried', name: 'Tried' })),
  'GET /v1/customers/{id}': gone(),
  'PATCH /v1/customers/{id}': gone(() => ({ name: 'taken over' })),
  'DELETE /v1/customers/{id}': gone(),
  'GET /v1/customers/{id}/users': gone(),
  'POST /v1/customers/{id}/users': gone(() => ({ externalId: 'tried', name: 'Tried' })),
  'GET /v1/customers/{id}/users/{userId}': gone(),
  'PATCH /v1/customers/{id}/users/{userId}': gone(() => ({ name: 'taken over' })),
  'DELETE /v1/customers/{id}/users/{userId}': gone(),

  'GET /v1/instances': {
    tries: [
      { ending: 'own' },
      query('empty', (of) => `integrationId=${of.integrationId}`),
      query('empty', (of) => `customerId=${of.customerId}`),
    ],
  },
  'POST /v1/instances': {
    tries: [
      {
        ending: 'not_found',
        body: (of, caller) => ({ integrationId: of.integrationId, customerId: caller.customerId, name: 'Tried' }),
      },
      {
        ending: 'not_found',
        body: (of, caller) => ({ integrationId: caller.integrationId, customerId: of.customerId, name: 'Tried' }),
      },
    ],
  },
  'GET /v1/instances/{id}': gone(),
  'PATCH /v1/instances/{id}': gone(() => ({ environments: ['production', 'sandbox'] })),
  'DELETE /v1/instances/{id}': gone(),
  'PUT /v1/instances/{id}/connections/{key}': {
    ...gone((of) => ({ connectionId: of.connectionId })),
    path: () => ({ key: 'books' }),
  },
  'POST /v1/wizard-sessions': {
    tries: [
      { ending: 'not_found', body: (of) => ({ instanceId: of.instanceId }) },
      { ending: 'not_found', body: (of) => ({ customerId: of.customerId }) },
      { ending: 'not_found', body: (of, caller) => ({ customerId: caller.customerId, userId: of.userId }) },
      { ending: 'not_found', body: (of, caller) => ({ customerId: caller.customerId, domainId: of.domainId }) },
    ],
  },

  'GET /v1/connections': {
    tries: [
      { ending: 'own' },
      ...(['integrationId', 'customerId', 'instanceId', 'userId'] as const).map((name) =>
        query('empty', (of) => `${name}=${of[name]}`),
      ),
      query('empty', (of) => `connectionConfigId=${of.configId}`),
    ],
  },
  'GET /v1/connections/{id}': gone(),
  'PATCH /v1/connections/{id}': gone(() => ({ scopesOverride: ['read'] })),
  'GET /v1/connections/{id}/access-token': gone(),
  'POST /v1/connections/{id}/authorize': gone(() => ({ completionChallenge: 'c'.repeat(43) })),
  'POST /v1/authorization-sessions/{id}/complete': {
    ...gone(() => ({ completionCode: canary, completionVerifier: 'v'.repeat(43) })),
    asksProvider: true,
  },
  'POST /v1/authorization-sessions/{id}/cancel': gone(),
  'POST /v1/connections/{id}/connect': { ...gone(), asksProvider: true },
  'POST /v1/connections/{id}/refresh': gone(),
  'GET /v1/connections/{id}/events': gone(),
  'POST /v1/connections/{id}/executions': {
    ...gone(() => ({ outcome: 'succeeded' })),
    unaudited: 'a report of the vendor’s code, in the connection’s log',
  },
  'POST /v1/connections/{id}/test': gone(),
  'POST /v1/connections/{id}/access-token/reject': {
    ...gone(() => ({ fingerprint: '0'.repeat(64) })),
    unaudited: 'a report of the vendor’s code, in the connection’s log',
  },
  'POST /v1/connections/import': one('items_refused', (of) => ({
    items: [{ connectionId: of.connectionId, accessToken: canary, refreshToken: canary }],
  })),
  'GET /v1/webhook-endpoints': own(),
  'POST /v1/webhook-endpoints': own(() => ({ url: 'https://vendor.example/webhooks' })),
  'GET /v1/webhook-endpoints/{id}': gone(),
  'PATCH /v1/webhook-endpoints/{id}': gone(() => ({ url: 'https://theirs.example/' })),
  'POST /v1/webhook-endpoints/{id}/rotate-secret': gone(() => ({})),
  'POST /v1/webhook-endpoints/{id}/test': gone(),
  'GET /v1/webhook-endpoints/{id}/deliveries': gone(),
  'POST /v1/webhook-endpoints/{id}/deliveries/{deliveryId}/replay': gone(),
  'POST /v1/webhook-endpoints/{id}/replay': gone(() => ({ since: '2026-01-01T00:00:00Z' })),
  'DELETE /v1/webhook-endpoints/{id}': gone(),
  // After the others: the twin lets go of the grant.
  'POST /v1/connections/{id}/disconnect': gone(),
};

/** The operations of an OpenAPI document that the table has no line for, and its lines that are of no operation. */
export function mismatches(document: { readonly paths?: object }, table: Readonly<Record<string, RouteTries>>) {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  return {
    untried: operations.filter((name) => !Object.hasOwn(table, name)),
    unknown: Object.keys(table).filter((name) => !operations.includes(name)),
  };
}

const rowOf: Readonly<Record<string, keyof Place>> = {
  integrations: 'integrationId',
  'connection-configs': 'configId',
  customers: 'customerId',
  instances: 'instanceId',
  connections: 'connectionId',
  domains: 'domainId',
  'authorization-sessions': 'authorizationSessionId',
  'webhook-endpoints': 'webhookEndpointId',
};

/** The address of a request for rows of that place, without `/v1`. Throws when the table does not say how it is made. */
export function urlOf(name: string, { path: filled }: RouteTries, { query }: RouteTry, of: Place): string {
  const path = name.slice(name.indexOf(' /v1') + ' /v1'.length);
  const [, resource = ''] = path.split('/');
  const { variableId, userId, kid, webhookDeliveryId: deliveryId } = of;
  const row = rowOf[resource];
  const values: Readonly<Record<string, string>> = {
    ...{ variableId, userId, kid, deliveryId, environment: 'production', ...(row ? { id: of[row] } : {}) },
    ...filled?.(of),
  };
  const url = path.replace(/\{(\w+)\}/g, (_text, parameter: string) => {
    const value = values[parameter];
    if (value === undefined) throw new Error(`route-tries.ts does not say what {${parameter}} of ${name} is`);
    return value;
  });
  return query ? `${url}?${query(of)}` : url;
}
