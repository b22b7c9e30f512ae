import { randomUUID } from 'node:crypto';
import type { Deployment } from './deployment.js';
import type { World } from './world.js';

/** A body that each route takes; what stands in capitals is filled in. */
const bodies: Record<string, object> = {
  'POST /v1/api-keys/{id}/rotate': {},
  'POST /v1/connections/{id}/authorize': {},
  'POST /v1/authorization-sessions/{id}/complete': { completionCode: 'x', completionVerifier: 'x'.repeat(43) },
  'PATCH /v1/integrations/{id}': { name: 'x' },
  'POST /v1/integrations/{id}/required-config-variables': { key: 'x', connectionConfigId: 'CONFIG' },
  'PATCH /v1/integrations/{id}/required-config-variables/{variableId}': { position: 1 },
  'PATCH /v1/connection-configs/{id}': { environments: { production: { clientId: 'stolen' } } },
  'POST /v1/connection-configs/{id}/check': { environment: 'production' },
  'POST /v1/connection-configs/{id}/upgrade': { definitionVersion: 'x' },
  'POST /v1/connection-configs/{id}/environments/{environment}/replace-client': { clientId: 'x', grants: 1 },
  'POST /v1/connection-configs/{id}/environments/{environment}/keys': {},
  'POST /v1/connection-configs/{id}/environments/{environment}/register': {},
  'PATCH /v1/customers/{id}': { name: 'x' },
  'POST /v1/customers/{id}/users': { externalId: 'x', name: 'x' },
  'PATCH /v1/customers/{id}/users/{userId}': { name: 'x' },
  'PATCH /v1/instances/{id}': { name: 'x' },
  'PUT /v1/instances/{id}/connections/{key}': { connectionId: 'CONNECTION' },
  'PATCH /v1/connections/{id}': { scopesOverride: ['read'] },
  'POST /v1/connections/{id}/executions': { outcome: 'succeeded' },
  'POST /v1/connections/{id}/access-token/reject': { fingerprint: '0'.repeat(64) },
};

/** Every route of the OpenAPI document. */
export function operationsOf({ app }: Pick<World, 'app'>) {
  const document = app.swagger() as unknown as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase() as 'GET', path })),
  );
}

/** Calls every route that takes an id with those of one deployment, in its environment `production`. */
export async function walkRoutes(world: World, place: Deployment, key: string) {
  const ids = await idsOf(world, place);
  const answers: { readonly name: string; readonly status: number; readonly code: string }[] = [];
  for (const { method, path } of operationsOf(world)) {
    if (!path.includes('{') || path.startsWith('/v1/providers')) continue;
    const [, , resource = ''] = path.split('/');
    const url = path
      .slice('/v1'.length)
      .replace('{id}', ids[resource] ?? '')
      .replace(/\{(userId|variableId|environment|key|kid)\}/g, (name) => ids[name] ?? '');
    const name = `${method} ${path}`;
    const text = JSON.stringify(bodies[name])
      ?.replace('CONFIG', place.configId)
      .replace('CONNECTION', place.connectionId);
    const answer = await world.call(method, url, { key, ...(text ? { body: JSON.parse(text) } : {}) });
    answers.push({ name, status: answer.status, code: answer.body.code });
  }
  return answers;
}

/** The first API key is one that may do everything. */
async function idsOf({ call }: World, place: Deployment): Promise<Record<string, string>> {
  const variables = await call('GET', `/integrations/${place.integrationId}/required-config-variables`);
  const [broad] = (await call('GET', '/api-keys')).body.items;
  return {
    'api-keys': broad.id,
    integrations: place.integrationId,
    'connection-configs': place.configId,
    customers: place.customerId,
    instances: place.instanceId,
    connections: place.connectionId,
    '{userId}': place.userId,
    '{variableId}': variables.body.items[0].id,
    '{environment}': 'production',
    '{key}': 'books',
    '{kid}': randomUUID(),
  };
}
