import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t from 'tap';
import { postFrom } from './attacks.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startStack } from './stack.js';

const input = { type: 'url', hosts: ['*'], visibility: 'customer', required: true } as const;
const client = { clientId: 'application-of-theirs', clientSecret: 'a secret of the test' };

t.test('a customer connects a server of their own', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t);
  const { api } = stack;
  const [server, another] = await Promise.all(
    ['127.0.0.2', '127.0.0.5'].map((host) => startAuthorizationServer({ host, clients: [], iss: 'absent' })),
  );
  if (!server || !another) throw new Error('no servers');
  t.teardown(() => Promise.all([server.close(), another.close()]));

  const integration = await api.post<{ id: string }>('/v1/integrations', { key: 'own', name: 'Own sync' });
  const customer = await api.post<{ id: string }>('/v1/customers', { externalId: 'own-1', name: 'Own Ltd' });
  const config = await api.post<{ id: string; environments: { production: { callbackUrl: string } } }>(
    '/v1/connection-configs',
    {
      ...{ key: 'own', integrationId: integration.id, scopes: ['things.read'], environments: { production: {} } },
      definition: {
        name: 'Their books',
        client: { owner: 'connection' },
        inputs: [
          { ...input, name: 'page', label: 'Login page' },
          { ...input, name: 'door', label: 'Token endpoint' },
        ],
        authorize: { url: '{page}' },
        token: { url: '{door}' },
      },
    },
  );
  await api.post(`/v1/integrations/${integration.id}/required-config-variables`, {
    ...{ key: 'own', connectionConfigId: config.id, position: 0 },
  });
  const instance = await api.post<{ id: string; connections: { id: string; callbackUrl: string | null }[] }>(
    '/v1/instances',
    { integrationId: integration.id, customerId: customer.id, name: 'Own sync of Own Ltd' },
  );
  const { id, callbackUrl } = instance.connections[0] ?? { id: '' };
  const prefix = config.environments.production.callbackUrl;
  t.match(prefix, /\/production\/$/);
  t.equal(callbackUrl, null, 'nobody has said which server');
  const check = async (inputs: Readonly<Record<string, string>>) =>
    (await api.post<{ callbackUrl: string | null }>(`/v1/connection-configs/${config.id}/check`, { inputs }))
      .callbackUrl;
  t.equal(await check({}), null);

  const browser = await startBrowser(t);
  const open = async (options: { readonly javaScriptEnabled: boolean }) => {
    const page = await (await browser.newContext(t, options)).newPage();
    const { url, ticket } = await api.post<{ url: string; ticket: string }>('/v1/wizard-sessions', {
      instanceId: instance.id,
    });
    await postFrom(page, new URL(stack.urls.vendor).origin, { action: url, fields: { ticket } });
    return page;
  };
  const page = await open({ javaScriptEnabled: true });
  await page.getByText('as soon as the address of your server is entered').waitFor();
  await page.getByLabel('Login page').fill(server.authorizeUrl);
  await page.getByLabel('Token endpoint').fill(server.tokenUrl);
  const shown = await page.getByLabel('Callback URL').inputValue();
  t.ok(shown.startsWith(prefix) && /^[\w-]{22}$/.test(shown.slice(prefix.length)), shown);
  t.equal(await check({ page: server.authorizeUrl, door: server.tokenUrl }), shown);

  await t.test('another address is another callback URL, and back again', async (t) => {
    const door = page.getByLabel('Token endpoint');
    const field = page.getByLabel('Callback URL');
    await door.fill(another.tokenUrl);
    await page.waitForFunction(
      ([id, before]) =>
        ![before, undefined].includes(document.querySelector<HTMLInputElement>(`#${id}-callback`)?.value),
      [id, shown] as const,
    );
    t.not(await field.inputValue(), shown);
    await door.fill('https://half of an');
    await page.getByText('as soon as the address of your server is entered').waitFor();
    await door.fill(server.tokenUrl);
    t.equal(await field.inputValue(), shown);
  });

  await t.test('registered there, it connects', async (t) => {
    server.registerClient({ ...client, authMethod: 'client_secret_basic', redirectUris: [shown] });
    await page.getByLabel('Client ID').fill(client.clientId);
    await page.getByLabel('Client secret').fill(client.clientSecret);
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: /^Connect / }).click();
    const popup = await opened;
    if (!popup.isClosed()) await popup.waitForEvent('close');
    await page.locator('article').getByText('Connected, not used yet').waitFor();
    t.match(await api.connection(id), { status: 'active', callbackUrl: shown });
  });

  await t.test('without scripts it is there once the form was sent', async (t) => {
    const plain = await open({ javaScriptEnabled: false });
    t.equal(await plain.getByLabel('Callback URL').inputValue(), shown);
  });
});
