import type { Page } from 'playwright-core';
import t from 'tap';
import { postFrom } from './attacks.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startForgetfulProvider } from './forgetful-provider.js';
import { startStack } from './stack.js';
import { until } from './until.js';
import { badge, pressForWindow } from './walk.js';

const refused = /status of 400/;

t.test('a provider that drops state', { skip: skipWithoutChromium }, async (t) => {
  const provider = await startForgetfulProvider(t);
  const stack = await startStack(t);
  const { api, urls } = stack;
  const vendor = new URL(urls.vendor).origin;
  const integration = await api.post<{ id: string }>('/v1/integrations', { key: 'notes', name: 'Notes sync' });
  const customer = await api.post<{ id: string }>('/v1/customers', { externalId: 'notes-1', name: 'Notes Ltd' });
  const config = await api.post<{ id: string; environments: { production: { callbackUrl: string } } }>(
    '/v1/connection-configs',
    {
      key: 'notes',
      integrationId: integration.id,
      definition: {
        name: 'Notes',
        authorize: { url: `${provider.url}/authorize` },
        callback: { state: 'dropped' },
        token: { url: `${provider.url}/token` },
        revoke: { url: `${provider.url}/revoke` },
        account: { tokenMember: 'login' },
      },
      environments: { production: { clientId: 'latchkey', clientSecret: 'a secret' } },
    },
  );
  await api.post(`/v1/integrations/${integration.id}/required-config-variables`, {
    ...{ key: 'notes', connectionConfigId: config.id, position: 0 },
  });
  const instance = await api.post<{ id: string; connections: { id: string }[] }>('/v1/instances', {
    ...{ integrationId: integration.id, customerId: customer.id, name: 'Notes of Notes Ltd' },
  });
  const connectionId = instance.connections[0]?.id ?? '';
  const { callbackUrl } = config.environments.production;
  const back = (account: string) => `${callbackUrl}?code=${provider.codeFor(account)}`;
  const token = () => api.call('GET', `/v1/connections/${connectionId}/access-token`);
  const holder = async () => provider.accountOf(await api.accessToken(connectionId));

  async function openWizard(page: Page): Promise<void> {
    const { url, ticket } = await api.post<{ url: string; ticket: string }>('/v1/wizard-sessions', {
      instanceId: instance.id,
    });
    await postFrom(page, vendor, { action: url, fields: { ticket } });
    await page.waitForSelector('latchkey-card h2');
  }
  /** A sign-in that waits at the provider. */
  async function leaveWaiting(page: Page): Promise<void> {
    provider.account = 'nobody';
    const popup = await pressForWindow(page, /^(Connect|Use another account|Start again) /);
    await popup.getByRole('heading', { name: 'Sign in' }).waitFor();
    await popup.close();
  }
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();

  const browser = await startBrowser(t);
  const context = await browser.newContext(t, { expected: refused });
  const wizard = await context.newPage();
  await openWizard(wizard);

  await t.test('who signed in confirms their account, and nothing is read before', async (t) => {
    const popup = await pressForWindow(wizard, /^Connect /);
    await heading(popup, 'Is this your Notes account?');
    t.match(await popup.textContent('main'), 'mara@example.com');
    t.notMatch(popup.url(), /code/);
    t.match(await popup.textContent('main'), 'Nothing is changed yet.');
    await wizard.getByRole('heading', { name: 'Is this your Notes account?' }).waitFor();
    t.match(await token(), { status: 409 });
    t.match(await api.connection(connectionId), { status: 'pending', generation: null });
    const closed = popup.waitForEvent('close');
    await popup.getByRole('button', { name: 'Connect this account' }).click();
    await Promise.all([heading(popup, 'Authorization completed successfully'), closed]);
    await badge(wizard, 'Connected, not used yet');
    t.equal(await holder(), 'mara@example.com');
    t.match((await api.events(connectionId))[0], { kind: 'connected', details: { account: 'mara@example.com' } });
  });

  await t.test('an attacker’s code ends on a question that names the attacker’s account', async (t) => {
    await leaveWaiting(wizard);
    const lured = await context.newPage();
    await lured.goto(back('eve@evil.example'));
    await heading(lured, 'Is this your Notes account?');
    t.match(await lured.textContent('main'), 'eve@evil.example');
    t.equal(await holder(), 'mara@example.com', 'the vendor still reads what was connected before');
    await lured.reload();
    await lured.getByRole('button', { name: 'Not my account' }).click();
    await heading(lured, 'Notes was not connected');
    await until('what eve gave is revoked', () => provider.revoked.includes('eve@evil.example'));
    t.notOk(provider.revoked.includes('mara@example.com'));
    t.equal(await holder(), 'mara@example.com');
    t.match((await api.events(connectionId))[0], { kind: 'authorization_failed', reason: 'not_confirmed' });
    await badge(wizard, 'Connected, not used yet');
    await lured.close();
  });

  await t.test('in a browser without the cookie, or without a sign-in of its own, the code goes nowhere', async (t) => {
    await leaveWaiting(wizard);
    const before = provider.redeemed.length;
    const stranger = await (await browser.newContext(t, { expected: refused })).newPage();
    t.equal((await stranger.goto(back('eve@evil.example')))?.status(), 400);
    await heading(stranger, 'We did not connect anything');
    await openWizard(stranger);
    t.equal((await stranger.goto(back('eve@evil.example')))?.status(), 400, 'a wizard is not yet a sign-in');
    t.equal(provider.redeemed.length, before);
  });

  await t.test('with two sign-ins under way, or after three minutes, the person has to start again', async (t) => {
    const before = provider.redeemed.length;
    const second = await context.newPage();
    await openWizard(second);
    await leaveWaiting(second);
    // The connection has one flow at a time; another connection of the same config has the other.
    const { rowCount: superseded } = await pending();
    t.equal(superseded, 1);
    const twin = await api.post<{ connections: { id: string }[]; id: string }>('/v1/instances', {
      ...{ integrationId: integration.id, customerId: customer.id, name: 'Another of Notes Ltd' },
    });
    const third = await context.newPage();
    const session = await api.post<{ url: string; ticket: string }>('/v1/wizard-sessions', { instanceId: twin.id });
    await postFrom(third, vendor, { action: session.url, fields: { ticket: session.ticket } });
    await leaveWaiting(third);
    const tab = await context.newPage();
    t.equal((await tab.goto(back('mara@example.com')))?.status(), 400);
    await heading(tab, 'More than one sign-in is under way');
    t.match(await tab.getByRole('link', { name: 'Back to Notes sync' }).getAttribute('href'), /^\/wizard\/wiz_/);

    await third.getByRole('button', { name: /^Cancel / }).click();
    await badge(third, 'Not connected');
    await stack.query("UPDATE authorization_session SET created_at = created_at - interval '181 s'");
    t.equal((await tab.goto(back('mara@example.com')))?.status(), 400);
    await heading(tab, 'That took too long');
    t.equal(provider.redeemed.length, before, 'no code went anywhere');
    t.equal(await holder(), 'mara@example.com');

    await leaveWaiting(second);
    await tab.goto(back('mara@example.com'));
    await heading(tab, 'Is this your Notes account?');
    await api.patch(`/v1/connection-configs/${config.id}`, { oauthSuccessRedirectUri: `${vendor}/connected` });
    await tab.getByRole('button', { name: 'Connect this account' }).click();
    await tab.waitForURL(`${vendor}/connected?**`);
    t.equal(new URL(tab.url()).searchParams.get('id'), connectionId, 'the vendor’s own page, across sites');
    await until('the former access is revoked', () => provider.revoked.includes('mara@example.com'));
  });

  async function pending() {
    const rows = await stack.query(
      'SELECT FROM authorization_session WHERE consumed_at IS NULL AND ended_how IS NULL AND expires_at > now()',
    );
    return { rowCount: rows.length };
  }
});
