import { type ScriptableAuthorizationServer, startAuthorizationServer } from '@latchkey/oauth/testing';
import t from 'tap';
import type { ApiClient } from './api-client.js';
import { postFrom } from './attacks.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startStack } from './stack.js';
import { until } from './until.js';

/** One conforming provider (RFC 6749) that the sandbox is not. */
interface Kind {
  readonly pkce: 'required' | 'optional';
  readonly authMethod: 'client_secret_basic' | 'client_secret_post';
  readonly rotation: 'always' | 'never';
  readonly consent: 'at_once' | 'page';
}

const kinds: readonly Kind[] = (['required', 'optional'] as const).flatMap((pkce) =>
  (['client_secret_basic', 'client_secret_post'] as const).flatMap((authMethod) =>
    (['always', 'never'] as const).map((rotation) => ({
      pkce,
      authMethod,
      rotation,
      consent: rotation === 'always' ? ('page' as const) : ('at_once' as const),
    })),
  ),
);

const nameOf = ({ pkce, authMethod, rotation }: Kind) =>
  `PKCE ${pkce}, ${authMethod}, ${rotation === 'always' ? 'rotating' : 'not rotating'}`;

/** Characters that form encoding (RFC 6749 section 2.3.1) must not lose. */
const clientSecret = 'a secret/with +odd: characters%';

interface Place {
  readonly instanceId: string;
  /** By kind, in their order. */
  readonly connectionIds: readonly string[];
}

/** Makes an integration, a config per provider, a customer and an instance over the API alone. */
async function place(api: ApiClient, servers: readonly ScriptableAuthorizationServer[]): Promise<Place> {
  const integration = await api.post<{ id: string }>('/v1/integrations', { key: 'plain', name: 'Plain sync' });
  const customer = await api.post<{ id: string }>('/v1/customers', { externalId: 'plain-1', name: 'Plain Ltd' });
  const configIds: string[] = [];
  for (const [index, kind] of kinds.entries()) {
    const server = servers[index] as ScriptableAuthorizationServer;
    const config = await api.post<{ id: string; environments: { production: { callbackUrl: string } } }>(
      '/v1/connection-configs',
      {
        key: `plain-${index}`,
        integrationId: integration.id,
        definition: {
          name: `Plain ${index}`,
          authorize: {
            url: server.authorizeUrl,
            ...(kind.pkce === 'optional' ? { pkce: 'none', pkceReason: 'To see a flow without it.' } : {}),
          },
          token: { url: server.tokenUrl, clientAuthentication: kind.authMethod },
          revoke: { url: server.revokeUrl },
        },
        environments: { production: { clientId: 'latchkey', clientSecret } },
        scopes: ['things.read', 'things.write'],
      },
    );
    // What a vendor does at the provider: registers the callback URL that the API answered.
    server.registerClient({
      clientId: 'latchkey',
      clientSecret,
      authMethod: kind.authMethod,
      redirectUris: [config.environments.production.callbackUrl],
    });
    await api.post(`/v1/integrations/${integration.id}/required-config-variables`, {
      key: `plain-${index}`,
      connectionConfigId: config.id,
      position: index,
    });
    configIds.push(config.id);
  }
  const instance = await api.post<{ id: string; connections: { id: string; connectionConfigId: string }[] }>(
    '/v1/instances',
    { integrationId: integration.id, customerId: customer.id, name: 'Plain sync for Plain Ltd' },
  );
  const connectionIds = configIds.map(
    (id) => instance.connections.find((connection) => connection.connectionConfigId === id)?.id ?? '',
  );
  return { instanceId: instance.id, connectionIds };
}

t.test('any plain, conforming provider by its URLs, client and scopes', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t);
  const { api } = stack;
  const servers = await Promise.all(
    kinds.map(({ pkce, rotation, consent }) =>
      startAuthorizationServer({ host: '127.0.0.2', clients: [], pkce, rotation, consent, iss: 'absent' }),
    ),
  );
  t.teardown(() => Promise.all(servers.map((server) => server.close())));
  const { instanceId, connectionIds } = await place(api, servers);
  const browser = await startBrowser(t);
  const page = await (await browser.newContext(t)).newPage();
  const session = await api.post<{ url: string; ticket: string }>('/v1/wizard-sessions', { instanceId });
  await postFrom(page, new URL(stack.urls.vendor).origin, { action: session.url, fields: { ticket: session.ticket } });

  for (const [index, kind] of kinds.entries()) {
    await t.test(nameOf(kind), async (t) => {
      const server = servers[index] as ScriptableAuthorizationServer;
      const id = connectionIds[index] ?? '';
      const isAccepted = async (token: string) =>
        (await fetch(server.apiUrl, { headers: { authorization: `Bearer ${token}` } })).status === 200;

      const card = page.locator('article').filter({ has: page.locator(`h2#${id}`) });
      const opened = page.waitForEvent('popup');
      await card.getByRole('button', { name: /^Connect / }).click();
      const popup = await opened;
      const closed = popup.waitForEvent('close');
      if (kind.consent === 'page') await popup.getByRole('button', { name: 'Allow' }).click();
      await closed;
      await card.getByText('Connected, not used yet').waitFor();
      t.match(await api.connection(id), {
        status: 'active',
        color: 'yellow',
        generation: 1,
        grantedScopes: ['things.read', 'things.write'],
      });
      const first = await api.accessToken(id);
      t.ok(await isAccepted(first), 'the API accepts the access token');
      const [exchange] = server.ledger.tokenRequests('authorization_code');
      t.match(exchange, { authenticatedBy: kind.authMethod, outcome: 'issued' });
      t.equal('code_verifier' in (exchange?.parameters ?? {}), kind.pkce === 'required');

      const refreshTokens = server.issuedSecrets().filter((secret) => secret.startsWith('rtc_')).length;
      await api.post(`/v1/connections/${id}/refresh`, {});
      await until('refreshed', async () => (await api.connection(id)).generation === 2);
      const second = await api.accessToken(id);
      t.not(second, first);
      t.ok(await isAccepted(second), 'and the renewed one');
      t.equal(server.ledger.tokenRequests('refresh_token').length, 1);
      t.equal(
        server.issuedSecrets().filter((secret) => secret.startsWith('rtc_')).length,
        refreshTokens + (kind.rotation === 'always' ? 1 : 0),
      );
      await api.post(`/v1/connections/${id}/refresh`, {});
      await until('refreshed with what was kept', async () => (await api.connection(id)).generation === 3);
      t.equal(server.ledger.reuseDetected, 0);

      await api.post(`/v1/connections/${id}/disconnect`, {});
      await until('disconnected', async () => (await api.connection(id)).status === 'pending');
      t.match(await api.connection(id), { color: 'gray', lastRevocation: { outcome: 'revoked' } });
      t.same(server.ledger.liveGrants(), [], 'nothing lives on at the provider');
      t.notOk(await isAccepted(second));
      t.match(server.ledger.entries.filter(({ endpoint }) => endpoint === 'revoke')[0], {
        authenticatedBy: kind.authMethod,
        outcome: 'revoked',
      });
    });
  }
});
