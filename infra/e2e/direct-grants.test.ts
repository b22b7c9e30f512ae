import { randomBytes } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import t from 'tap';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startStack } from './stack.js';
import { until } from './until.js';
import { badge, cardOf } from './walk.js';

/** Opens an instance's wizard from a page of a registered origin, as the vendor's own page does. */
async function openWizardOf(page: Page, vendor: string, session: { readonly url: string; readonly ticket: string }) {
  const { url, ticket } = session;
  const body = `<form method="post" action="${url}"><input name="ticket" value="${ticket}"><button>Open</button></form>`;
  await page.route(`${vendor}/hand-over`, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(`${vendor}/hand-over`);
  await page.getByRole('button', { name: 'Open' }).click();
  await page.waitForURL('**/wizard/wiz_*');
}

t.test('client credentials at a real provider', { skip: skipWithoutChromium, timeout: 240_000 }, async (t) => {
  const stack = await startStack(t);
  const { api, provider } = stack;
  const clientSecret = randomBytes(24).toString('base64url');
  await provider.registerClient({ clientId: 'machine', clientSecret, redirectUris: [] });

  const integration = await api.post<{ id: string }>('/v1/integrations', { key: 'sync', name: 'Night sync' });
  const config = await api.post<{ id: string; grantType: string }>('/v1/connection-configs', {
    key: 'machine',
    integrationId: integration.id,
    definition: {
      name: 'Machine Books',
      grantType: 'client_credentials',
      inputs: [{ name: 'branch', label: 'Branch', type: 'text', visibility: 'customer', required: true }],
      token: { url: `${provider.issuer}/token`, parameters: { branch: '{branch}' } },
      revoke: { url: `${provider.issuer}/revoke` },
    },
    scopes: ['books.read'],
    environments: { production: { clientId: 'machine', clientSecret: 'not the secret' } },
  });
  t.equal(config.grantType, 'client_credentials');
  await api.post(`/v1/integrations/${integration.id}/required-config-variables`, {
    key: 'machine',
    connectionConfigId: config.id,
  });
  const customer = await api.post<{ id: string }>('/v1/customers', { externalId: 'mill', name: 'Example Mill' });
  const instance = await api.post<{ id: string; connections: readonly { id: string }[] }>('/v1/instances', {
    integrationId: integration.id,
    customerId: customer.id,
    name: 'Night sync of Example Mill',
  });
  const connectionId = instance.connections[0]?.id ?? '';
  const session = await api.post<{ url: string; ticket: string }>('/v1/wizard-sessions', { instanceId: instance.id });

  const browser = await startBrowser(t);
  const context = await browser.newContext(t);
  const page = await context.newPage();
  await openWizardOf(page, stack.urls.vendor, session);
  const card = cardOf(page, connectionId);
  const accessible = async (screen: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    t.same(
      violations.map(({ id }) => id),
      [],
      screen,
    );
  };
  const test = () => page.getByRole('button', { name: /^Test connection/ }).click();

  await t.test('the wrong secret: refused, with the provider’s words in the log', async (t) => {
    await badge(page, 'Not connected');
    t.equal(await card.getByRole('button', { name: /^Connect/ }).count(), 0);
    await page.getByLabel('Branch').fill('north');
    await test();
    await card.getByText('The test did not work.').waitFor();
    await accessible('refused');
    await card.getByRole('button', { name: /^Log/ }).click();
    await card.locator('.event summary').first().click();
    t.match(await card.locator('.event').first().textContent(), /invalid_client/);
    t.match(await api.connection(connectionId), {
      status: 'pending',
      color: 'gray',
      lastFailure: { error: 'client_misconfigured' },
    });
    await card.getByRole('button', { name: /^Log/ }).click();
  });

  await t.test('the right one: connected without a window', async (t) => {
    await api.patch(`/v1/connection-configs/${config.id}`, { environments: { production: { clientSecret } } });
    await test();
    await badge(page, 'Connected, not used yet');
    await card.getByText('The test worked.').waitFor();
    t.equal(context.pages().length, 1);
    await accessible('connected');
    t.match(await api.connection(connectionId), { status: 'active', color: 'yellow', grantedScopes: ['books.read'] });
    t.equal(await isActive(await api.accessToken(connectionId)), 'active');
  });

  await t.test('the worker renews it by asking again', async (t) => {
    const before = await api.accessToken(connectionId);
    await api.post(`/v1/connections/${connectionId}/refresh`, {});
    await until('renewed', async () => (await api.connection(connectionId)).generation === 2);
    t.not(await api.accessToken(connectionId), before);
    t.equal(await isActive(await api.accessToken(connectionId)), 'active');
  });

  await t.test('disconnecting revokes its token', async (t) => {
    const last = await api.accessToken(connectionId);
    await page.reload();
    await card.getByRole('button', { name: /^Disconnect/ }).click();
    await page.locator('dialog[open]').getByRole('button', { name: 'Disconnect', exact: true }).click();
    await badge(page, 'Not connected');
    t.match(await api.connection(connectionId), { status: 'pending', lastRevocation: { outcome: 'revoked' } });
    t.equal(await isActive(last), 'not active');
    t.equal((await api.call('GET', `/v1/connections/${connectionId}/access-token`)).status, 409);
  });

  await t.test('without JavaScript: the same form, and back to the card', async (t) => {
    const plain = await browser.newContext(t, { javaScriptEnabled: false });
    const bare = await plain.newPage();
    const again = await api.post<{ url: string; ticket: string }>('/v1/wizard-sessions', { instanceId: instance.id });
    await openWizardOf(bare, stack.urls.vendor, again);
    await bare.locator('button', { hasText: 'Test connection' }).click();
    await bare.locator('.badge-yellow').waitFor();
    t.equal(new URL(bare.url()).hash, `#${connectionId}`);
    t.match(await api.connection(connectionId), { status: 'active' });
  });

  async function isActive(token: string): Promise<'active' | 'not active'> {
    const response = await fetch(`${provider.issuer}/introspect`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`machine:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({ token }),
    });
    return ((await response.json()) as { active: boolean }).active ? 'active' : 'not active';
  }
});
