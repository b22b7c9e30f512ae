import { AxeBuilder } from '@axe-core/playwright';
import { startDemandingProvider } from '@latchkey/sandbox';
import type { Page } from 'playwright-core';
import t from 'tap';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startStack } from './stack.js';
import { until } from './until.js';
import { badge, cardOf } from './walk.js';

const urn = 'urn:ietf:params:oauth:grant-type:device_code';
const clientSecret = 'canary-lamp-secret-2f7d';
const providerPage = (ctx: { body?: unknown }, title: string, form = '') => {
  const button = (id: string) => (form.includes(id) ? `<button form="${id}">Continue</button>` : '');
  ctx.body = `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${form}${button('op.deviceInputForm')}${button('op.deviceConfirmForm')}</html>`;
};

t.test('a device code at a real provider (RFC 8628)', { skip: skipWithoutChromium, timeout: 240_000 }, async (t) => {
  const stack = await startStack(t);
  const { api } = stack;
  const provider = await startDemandingProvider(
    () => ({
      clients: [
        {
          ...{ client_id: 'lamp', client_secret: clientSecret, grant_types: [urn, 'refresh_token'] },
          ...{ redirect_uris: [], response_types: [], scope: 'openid offline_access' },
        },
      ],
      ttl: {
        ...{ DeviceCode: 600, AccessToken: 600, Grant: 3600, IdToken: 600, Interaction: 600 },
        ...{ RefreshToken: 3600, Session: 3600 },
      },
      features: {
        deviceFlow: {
          ...{ enabled: true, charset: 'base-20', mask: '****-****' },
          userCodeInputSource: async (ctx, form) => providerPage(ctx, 'Enter the code', form),
          userCodeConfirmSource: async (ctx, form, _client, _info, code) => providerPage(ctx, `Is it ${code}?`, form),
          successSource: async (ctx) => providerPage(ctx, 'All done'),
        },
        revocation: { enabled: true, allowedPolicy: () => true },
      },
    }),
    { host: '127.0.0.4' },
  );
  t.teardown(() => provider.close());

  // What the provider says of itself is all that has to be known.
  const discovered = await api.post<{ definition: Record<string, unknown> }>('/v1/providers/discover', {
    issuer: provider.issuer,
  });
  const { authorize: _, scopes: __, registration: ___, ...definition } = discovered.definition;
  t.match(definition.device, { url: `${provider.issuer}/device/auth` });
  const integration = await api.post<{ id: string }>('/v1/integrations', { key: 'dimmer', name: 'Night dimmer' });
  const config = await api.post<{ id: string; grantType: string }>('/v1/connection-configs', {
    ...{ key: 'lamp', integrationId: integration.id, scopes: ['openid', 'offline_access'] },
    definition: { ...definition, name: 'Example Lamp', grantType: 'device_code' },
    environments: { production: { clientId: 'lamp', clientSecret } },
  });
  t.equal(config.grantType, 'device_code');
  await api.post(`/v1/integrations/${integration.id}/required-config-variables`, {
    ...{ key: 'lamp', connectionConfigId: config.id },
  });
  const customer = await api.post<{ id: string }>('/v1/customers', { externalId: 'mill', name: 'Example Mill' });
  const instance = await api.post<{ id: string; connections: readonly { id: string }[] }>('/v1/instances', {
    ...{ integrationId: integration.id, customerId: customer.id, name: 'Night dimmer of Example Mill' },
  });
  const id = instance.connections[0]?.id ?? '';
  t.equal((await api.call('POST', `/v1/connections/${id}/connect`, {})).status, 422, 'an API key begins nothing');

  const browser = await startBrowser(t);
  const context = await browser.newContext(t, { expected: /favicon\.ico/ });
  const page = await context.newPage();
  const openWizard = async () => {
    const session = await api.post<{ url: string; ticket: string }>('/v1/wizard-sessions', { instanceId: instance.id });
    const body = `<form method="post" action="${session.url}"><input name="ticket" value="${session.ticket}"><button>Open</button></form>`;
    await page.route(`${stack.urls.vendor}/hand-over`, (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(`${stack.urls.vendor}/hand-over`);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.waitForURL('**/wizard/wiz_*');
  };
  const card = cardOf(page, id);
  /** What a person does at the provider: types the code, sees it again, and allows. */
  const allow = async (at: Page, code: string) => {
    await at.getByRole('heading', { name: `Is it ${code}?` }).waitFor();
    await at.getByRole('button', { name: 'Continue' }).click();
    await at.getByRole('heading', { name: 'All done' }).waitFor();
    await at.close();
  };

  await t.test('the code is shown, taken to the provider, and the card turns yellow by itself', async (t) => {
    await openWizard();
    await badge(page, 'Not connected');
    await page.getByRole('button', { name: /^Connect/ }).click();
    await badge(page, 'Waiting for you');
    const code = (await card.locator('.device-code b').textContent()) ?? '';
    t.match(code, /^[A-Z]{4}-[A-Z]{4}$/);
    const { violations } = await new AxeBuilder({ page }).analyze();
    t.same(
      violations.map(({ id: rule }) => rule),
      [],
    );
    t.match(await api.connection(id), { status: 'pending', authorization: { kind: 'device_code' } });
    t.notMatch(JSON.stringify(await api.connection(id)), code, 'the vendor is not told the code');
    const opened = page.waitForEvent('popup');
    await card.getByRole('link', { name: 'Open Example Lamp' }).click();
    await allow(await opened, code);
    await badge(page, 'Connected, not used yet');
    t.equal(await card.locator('latchkey-device').count(), 0);
    t.match(await api.connection(id), { status: 'active', authorization: null });
    t.match(await api.accessToken(id), /^.{20,}/);
  });

  await t.test('it completes with the wizard closed; without script the page shows it too', async (t) => {
    const { connectedAt } = (await api.connection(id)) as unknown as { readonly connectedAt: string };
    const plain = await browser.newContext(t, { javaScriptEnabled: false });
    const bare = await plain.newPage();
    const session = await api.post<{ url: string; ticket: string }>('/v1/wizard-sessions', { instanceId: instance.id });
    const body = `<form method="post" action="${session.url}"><input name="ticket" value="${session.ticket}"><button>Open</button></form>`;
    await bare.route(`${stack.urls.vendor}/hand-over`, (route) => route.fulfill({ contentType: 'text/html', body }));
    await bare.goto(`${stack.urls.vendor}/hand-over`);
    await bare.getByRole('button', { name: 'Open' }).click();
    await bare.locator('button', { hasText: 'Use another account' }).click();
    const code = (await bare.locator('.device-code b').textContent()) ?? '';
    t.match(code, /^[A-Z]{4}-[A-Z]{4}$/);
    const address = (await bare.locator('.device-address').getAttribute('href')) ?? '';
    await bare.close();
    const elsewhere = await context.newPage();
    await elsewhere.goto(address);
    await elsewhere.locator('[name="user_code"]').fill(code);
    await elsewhere.getByRole('button', { name: 'Continue' }).click();
    await allow(elsewhere, code);
    await until('connected anew', async () => {
      const now = (await api.connection(id)) as unknown as { readonly connectedAt: string };
      return now.connectedAt !== connectedAt;
    });
    await until('the former grant is revoked', async () =>
      provider.requests.some(({ path }) => path === '/token/revocation'),
    );
  });

  const codes = provider.requests.flatMap(({ body }) =>
    body.device_code === undefined ? [] : [String(body.device_code)],
  );
  t.ok(codes.length >= 2);
  const told = stack.log.join('\n') + JSON.stringify(await api.events(id));
  for (const secret of [...new Set(codes), clientSecret])
    t.notOk(told.includes(secret), 'no secret in logs and events');
});
