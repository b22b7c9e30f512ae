import type { ScriptableAuthorizationServer } from '@latchkey/oauth/testing';
import type { KnownSecrets } from './known-secrets.js';
import { createVisitor, type RecordedAnswer, type Visitor } from './visitor.js';

/** An answer of the API, recorded and read. The test knows the shapes that it asks for. */
export interface ApiCall {
  readonly answer: RecordedAnswer;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of many endpoints, whose shapes are other tests' business
  readonly json: any;
}

/** A vendor's server, which keeps every answer. */
export interface CanaryVendor {
  readonly visitor: Visitor;
  call(method: string, path: string, body?: unknown): Promise<ApiCall>;
  /** Rejects when the answer is no success. */
  done(method: string, path: string, body?: unknown): Promise<ApiCall>;
}

export function canaryVendor(apiUrl: string, apiKey: string): CanaryVendor {
  const visitor = createVisitor();
  const authorization = { authorization: `Bearer ${apiKey}` };
  const call: CanaryVendor['call'] = async (method, path, body) => {
    const answer =
      method === 'GET'
        ? await visitor.get(apiUrl + path, authorization)
        : await visitor.sendJson(method, apiUrl + path, body ?? {}, authorization);
    return { answer, json: JSON.parse(answer.body || '{}') };
  };
  return {
    visitor,
    call,
    async done(method, path, body) {
      const called = await call(method, path, body);
      if (called.answer.status >= 300) throw new Error(`${method} ${path}: ${called.answer.text}`);
      return called;
    },
  };
}

/** What the vendor has made over the API alone. */
export interface CanaryPlace {
  readonly secondKey: string;
  readonly clientSecret: string;
  /** The body that made the connection config. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly configId: string;
  readonly instanceId: string;
  readonly connectionId: string;
}

/** Makes a key, a config whose token and revocation endpoints are at `recorderUrl`, and an instance. */
export async function setUpCanary(
  { done }: CanaryVendor,
  secrets: KnownSecrets,
  {
    server,
    recorderUrl,
    vendorOrigin,
  }: {
    readonly server: ScriptableAuthorizationServer;
    readonly recorderUrl: string;
    readonly vendorOrigin: string;
  },
): Promise<CanaryPlace> {
  const another = await done('POST', '/v1/api-keys', { name: 'second', scopes: ['connections:read'] });
  const secondKey = /lk_[\w-]{43}/.exec(another.answer.body)?.[0] ?? '';
  secrets.add('second API key', secondKey, another.answer);
  await done('PUT', '/v1/organization/origins', { origins: [vendorOrigin] });
  const clientSecret = `csec_${'Zq8xV2n0RkTf6YwLb3sHd9Jm'}/+ 1`;
  secrets.add('client secret', clientSecret);
  const definition = {
    name: 'Recorded',
    authorize: { url: server.authorizeUrl },
    token: { url: `${recorderUrl}/token` },
    revoke: { url: `${recorderUrl}/revoke` },
  };
  const environments = { production: { clientId: 'canary', clientSecret } };
  const { json: integration } = await done('POST', '/v1/integrations', { key: 'canary', name: 'Canary sync' });
  const config = { key: 'canary', integrationId: integration.id, definition, environments, scopes: ['read'] };
  const { json: configured } = await done('POST', '/v1/connection-configs', config);
  server.registerClient({
    clientId: 'canary',
    clientSecret,
    authMethod: 'client_secret_basic',
    redirectUris: [configured.environments.production.callbackUrl],
  });
  await done('POST', `/v1/integrations/${integration.id}/required-config-variables`, {
    key: 'canary',
    connectionConfigId: configured.id,
  });
  const { json: customer } = await done('POST', '/v1/customers', { externalId: 'can-1', name: 'Canary Ltd' });
  const { json: instance } = await done('POST', '/v1/instances', {
    integrationId: integration.id,
    customerId: customer.id,
    name: 'Canary',
  });
  return {
    secondKey,
    clientSecret,
    config,
    configId: configured.id,
    instanceId: instance.id,
    connectionId: instance.connections[0].id,
  };
}

/** What an integration may report of a failure when it does not look at what it reports. At most 2,000 long each. */
export function carelessTexts(accessToken: string, others: readonly string[]): readonly string[] {
  return [
    `401 for Authorization: Bearer ${accessToken}`,
    JSON.stringify({
      error: 'invalid_token',
      access_token: accessToken,
      request: { headers: { authorization: `Bearer ${accessToken}` } },
    }),
    `GET https://api.example.test/v1/things?access_token=${accessToken}&x=1 failed: ${accessToken}`,
    `<html><body>${accessToken}</body></html>`,
    `${'long '.repeat(300)}${accessToken}`.slice(-1900),
    others.join(' '),
  ];
}
