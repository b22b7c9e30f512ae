import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { openDatabase } from '@latchkey/db';
import { createApiKey, createOrganization } from '@latchkey/db/management';
import type { Page } from 'playwright-core';
import t from 'tap';
import { startNameServer } from '../../packages/http/test/name-server.js';
import { type ApiClient, apiClient } from './api-client.js';
import { callbackNotYetVisited, postFrom } from './attacks.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { type Stack, startStack } from './stack.js';
import { until } from './until.js';
import { badge, connectByWindow } from './walk.js';

// Chromium finds *.localhost on this machine by itself, and trusts it as it trusts https.
const host = 'oauth2.acme-rota.localhost';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
}

/** One request as an attacker writes it, header by header. */
function raw(stack: Stack, target: string, headers: readonly string[]): Promise<Answer> {
  const { hostname, port } = new URL(stack.urls.callback);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path: target, headers, setHost: false, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, location: response.headers.location }),
      );
    });
    asked.on('error', reject).end();
  });
}

/** A connection whose config's callback may be on a custom domain, with its own client at the sandbox. */
async function makeConnection(stack: Stack) {
  const { api, provider, urls } = stack;
  const integration = await api.post<{ id: string }>('/v1/integrations', { key: 'own-domain', name: 'Own domain' });
  const customer = await api.post<{ id: string }>('/v1/customers', { externalId: 'own-1', name: 'Own Ltd' });
  const client = { clientId: 'own-domain', clientSecret: 'a secret of the test' };
  const config = await api.post<{ id: string; environments: { production: { callbackUrl: string } } }>(
    '/v1/connection-configs',
    {
      key: 'own-domain',
      integrationId: integration.id,
      definition: {
        name: 'Own Books',
        issuer: new URL(urls.provider).origin,
        authorize: { url: `${urls.provider}/authorize` },
        token: { url: `${urls.provider}/token` },
      },
      scopes: ['openid', 'offline_access'],
      environments: { production: client },
    },
  );
  await api.post(`/v1/integrations/${integration.id}/required-config-variables`, {
    ...{ key: 'books', connectionConfigId: config.id, position: 0 },
  });
  const instance = await api.post<{ id: string; connections: { id: string }[] }>('/v1/instances', {
    ...{ integrationId: integration.id, customerId: customer.id, name: 'Own' },
  });
  const at = (base: string) => `${base}${new URL(config.environments.production.callbackUrl).pathname}`;
  const domainUrl = `http://${host}:${new URL(urls.callback).port}`;
  await provider.registerClient({ ...client, redirectUris: [at(urls.callback), at(domainUrl)] });
  return { configId: config.id, instanceId: instance.id, connectionId: instance.connections[0]?.id ?? '', at };
}

/** Another organization of the same stack, by its API key. */
async function otherOrganization(stack: Stack): Promise<ApiClient> {
  const key = `lk_${randomBytes(32).toString('base64url')}`;
  const db = openDatabase({ url: stack.database.appUrl, poolMax: 1, applicationName: 'e2e-domains' });
  try {
    const keyHash = createHash('sha256').update(key).digest();
    const scopes = ['configs:read', 'configs:write', 'organization:write', 'wizard:write'];
    await createOrganization(db, 'Globex', (tx, { id }) =>
      createApiKey(tx, id, { keyHash, prefix: key.slice(0, 7), name: 'e2e', scopes }),
    );
  } finally {
    await db.close();
  }
  return apiClient(stack.urls.api, key);
}

t.test('a custom domain', { skip: skipWithoutChromium }, async (t) => {
  const names = await startNameServer();
  t.teardown(() => names.close());
  const stack = await startStack(t, { dnsServers: [`127.0.0.1:${names.port}`] });
  const { api, urls } = stack;
  const { port } = new URL(urls.callback);
  const own = `http://${host}:${port}`;
  const { configId, instanceId, connectionId, at } = await makeConnection(stack);
  const browser = await startBrowser(t);
  const context = await browser.newContext(t, { expected: /status of 400/ });
  const callbackAt = (value: string) => raw(stack, '/callback/cfg_0/production', ['Host', value]);

  const openWizard = async (page: Page, body: object) => {
    const session = await api.post<{ url: string; ticket: string }>('/v1/wizard-sessions', { instanceId, ...body });
    await postFrom(page, new URL(urls.vendor).origin, { action: session.url, fields: { ticket: session.ticket } });
    await page.waitForSelector('latchkey-card h2');
    return new URL(page.url()).origin;
  };

  const domain = await api.post<{ id: string; record: { name: string; value: string } }>('/v1/domains', { host });

  await t.test('is served once its record was seen', async (t) => {
    t.equal((await callbackAt(`${host}:${port}`)).status, 421, 'not on a claim alone');
    names.answers(domain.record.name, 'TXT', [domain.record.value]);
    t.match(await api.post(`/v1/domains/${domain.id}/verify`, {}), { state: 'verified' });
    t.equal((await callbackAt(`${host}:${port}`)).status, 400, 'its callbacks know no such config');
  });

  await t.test('is the redirect URI of a config that names it, with the wizard there', async (t) => {
    await api.patch(`/v1/connection-configs/${configId}`, { environments: { production: { domainId: domain.id } } });
    const page = await context.newPage();
    t.equal(await openWizard(page, { domainId: domain.id }), own);
    const asked = context.waitForEvent('request', (it) => it.url().startsWith(`${urls.provider}/authorize?`));
    const [authorize] = await Promise.all([asked, connectByWindow(page)]);
    t.equal(new URL(authorize.url()).searchParams.get('redirect_uri'), at(own));
    await badge(page, 'Connected, not used yet');
    t.match(await api.connection(connectionId), { status: 'active', generation: 1 });
    t.type(await api.accessToken(connectionId), 'string');
    await page.close();
  });

  await t.test('and with the wizard at the region’s host, to which the response is handed back', async (t) => {
    const page = await context.newPage();
    t.equal(await openWizard(page, {}), urls.callback);
    const url = await callbackNotYetVisited(page, stack);
    t.equal(url.split('?')[0], at(own), 'the provider sends it to the domain');
    const stranger = await (await browser.newContext(t, { expected: /status of 400/ })).newPage();
    await stranger.goto(url);
    t.equal(new URL(stranger.url()).origin, urls.callback, 'handed back to where it began');
    await stranger.getByRole('heading', { name: 'We did not connect anything' }).waitFor();
    const tab = await context.newPage();
    await tab.goto(url);
    await tab.getByRole('heading', { name: 'Authorization completed successfully' }).waitFor();
    t.equal(new URL(tab.url()).origin, urls.callback);
    t.notMatch(tab.url(), /code=|state=/);
    await tab.close();
    await page.close();
  });

  await t.test('serves one organization only', async (t) => {
    const other = await otherOrganization(stack);
    const config = await other.post<{ id: string }>('/v1/connection-configs', { key: 'theirs', provider: 'xero' });
    const theirs = `/callback/${config.id}/production?state=local.${'a'.repeat(43)}&code=x`;
    const log = stack.log.length;
    t.equal((await raw(stack, theirs, ['Host', `${host}:${port}`])).status, 400);
    t.match(stack.log.slice(log).join(''), 'no_such_config');
    t.equal((await other.call('POST', '/v1/wizard-sessions', { instanceId, domainId: domain.id })).status, 404);
    t.match(await other.call('POST', '/v1/domains', { host }), { status: 409 });
    const saved = await other.call('PATCH', `/v1/connection-configs/${config.id}`, {
      environments: { production: { clientId: 'x', domainId: domain.id } },
    });
    t.equal(saved.status, 404);
  });

  await t.test('any other Host is answered 421, and none is ever used', async (t) => {
    const target = '/callback/cfg_0/production?code=x&state=y';
    const good = `${host}:${port}`;
    const { host: region } = new URL(urls.callback);
    for (const headers of [
      ...[
        'evil.example',
        `evil.example:${port}`,
        host,
        `${host}:1`,
        `${host}.:${port}`,
        '127.0.0.1',
        `localhost:${port}`,
      ],
      ...[
        good.toUpperCase(),
        `x.${good}`,
        `oauth2.other.localhost:${port}`,
        `${good}@evil.example`,
        `user@${good}`,
        '',
      ],
      ...[`${good}, evil.example`, `[::1]:${port}`, `oauth2.acme-rota.loc%61lhost:${port}`, `${good}#evil.example`],
      ...[`oauth2.\u00e4cme.localhost:${port}`, `oauth2.xn--cme-pla.localhost:${port}`, ` evil.example`],
    ].map((value) => ['Host', value]))
      t.equal((await raw(stack, target, headers)).status, 421, JSON.stringify(headers));
    t.equal((await raw(stack, target, ['Host', region, 'Host', 'evil.example'])).status, 421, 'two of them');
    t.equal((await raw(stack, `http://evil.example${target}`, ['Host', region])).status, 421, 'absolute form');
    t.equal((await raw(stack, `http://${region}${target}`, ['Host', 'evil.example'])).status, 421);
    t.equal((await raw(stack, '/healthz', ['Host', 'anything'])).status, 200, 'which says nothing of anybody');

    const forwarded = ['X-Forwarded-Host', 'evil.example', 'Forwarded', 'host=evil.example', 'X-Host', 'evil.example'];
    for (const value of [region, good]) {
      const answer = await raw(stack, target, ['Host', value, ...forwarded]);
      t.equal(answer.status, 400);
      t.notMatch(`${answer.text}${answer.location}`, 'evil.example');
    }
  });

  await t.test('a lapsed one serves nothing, and no flow begins with it', async (t) => {
    await stack.query(
      "UPDATE custom_domain SET missing_since = now() - interval '4 days', seen_at = now() - interval '4 days', check_at = now()",
    );
    names.answers(domain.record.name, 'TXT', 'NXDOMAIN');
    await until('the worker sees that the record is gone', async () => {
      const { state } = await api.get<{ state: string }>(`/v1/domains/${domain.id}`);
      return state === 'lapsed';
    });
    t.equal((await callbackAt(`${host}:${port}`)).status, 421);
    const page = await (await browser.newContext(t, { expected: /status of 422/ })).newPage();
    await openWizard(page, {});
    const popup = page.waitForEvent('popup');
    await page.getByRole('button', { name: /^(Connect|Use another account) / }).click();
    await (await popup).getByRole('heading', { name: 'Own Books was not connected' }).waitFor();
    const [event] = await api.events(connectionId);
    t.match(event, { kind: 'authorization_failed', details: { message: /is not verified any more/ } });
  });
});
