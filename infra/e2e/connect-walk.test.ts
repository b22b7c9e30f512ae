import { protocolTimes } from '@latchkey/oauth';
import type { Page } from 'playwright-core';
import t from 'tap';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { type Stack, startStack } from './stack.js';
import { until } from './until.js';
import { badge, cardOf, connectByWindow, consentAt, lookAgain, openWizard, pressForWindow } from './walk.js';

const toneOf = async (page: Page, stack: Stack) =>
  /card-(\w+)/.exec((await cardOf(page, stack.connectionId).getAttribute('class')) ?? '')?.[1];

/** What the provider itself says of its grants, on its open page. */
const grantsAtProvider = async (stack: Stack): Promise<readonly unknown[]> =>
  ((await (await fetch(`${stack.urls.provider}/grants.json`)).json()) as { grants: readonly unknown[] }).grants;

const booksStatus = async (stack: Stack, token: string): Promise<number> =>
  (await fetch(`${stack.urls.provider}/api/books`, { headers: { authorization: `Bearer ${token}` } })).status;

/** Notes every word that the only card's badge changes to. */
async function wordsFromNow(page: Page): Promise<() => Promise<readonly string[]>> {
  const noted = await page.evaluateHandle(() => {
    const words: string[] = [];
    const look = () => document.querySelector('.badge')?.textContent?.trim() ?? '';
    let last = look();
    new MutationObserver(() => {
      if (look() !== last) words.push(look());
      last = look();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    return words;
  });
  return () => noted.jsonValue();
}

t.test('connect, use, watch it being renewed, disconnect', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t, { accessTokenSeconds: 6, times: { ...protocolTimes, refreshIntervalMin: 1000 } });
  const { api, connectionId } = stack;
  const browser = await startBrowser(t);
  const context = await browser.newContext(t);
  const page = await context.newPage();
  const connection = () => api.connection(connectionId);
  const report = (body: object) => api.post(`/v1/connections/${connectionId}/executions`, body);

  await t.test('the wizard shows it gray', async (t) => {
    await openWizard(page, stack);
    await badge(page, 'Not connected');
    t.equal(await toneOf(page, stack), 'gray');
    t.match(await connection(), { status: 'pending', color: 'gray', generation: null, grantedScopes: [] });
  });

  await t.test('Connect opens the provider in a window; the wizard notices by itself', async (t) => {
    const popup = await pressForWindow(page, /^Connect /);
    await badge(page, 'Waiting for you');
    const closed = popup.waitForEvent('close');
    const said = popup.getByRole('heading', { name: 'Authorization completed successfully' }).waitFor();
    await consentAt(popup, { email: 'mara@example.com' });
    await said;
    await closed;
    await badge(page, 'Connected, not used yet');
    t.equal(await toneOf(page, stack), 'yellow');
    t.match(await page.textContent('#announcer'), 'Sandbox Books is connected.');
    t.match(await cardOf(page, connectionId).textContent(), /Connected as\s+mara@example\.com/);
    t.match(await connection(), { status: 'active', health: 'unused', color: 'yellow', reason: null });
  });

  await t.test('the access token is good at the provider; executions turn it green and red', async (t) => {
    t.equal(await booksStatus(stack, await api.accessToken(connectionId)), 200);
    t.equal(await booksStatus(stack, 'another'), 401);
    await report({ instanceId: stack.demo.instanceId, outcome: 'succeeded' });
    t.match(await connection(), { status: 'active', health: 'succeeded', color: 'green' });
    await lookAgain(page);
    await badge(page, 'Working');
    t.equal(await toneOf(page, stack), 'green');
    await report({ outcome: 'connection_error', message: 'The account is on hold', providerStatus: 403 });
    t.match(await connection(), {
      status: 'active',
      health: 'failed',
      color: 'red',
      reason: { code: 'connection_error', message: 'The account is on hold' },
    });
    await lookAgain(page);
    await badge(page, 'Needs attention');
    t.equal(await toneOf(page, stack), 'red');
    t.match(await cardOf(page, connectionId).textContent(), 'could not work with Sandbox Books');
    await report({ outcome: 'succeeded' });
    t.match(await connection(), { color: 'green', reason: null });
  });

  await t.test('the worker renews it before its access token ends', async (t) => {
    const before = await connection();
    const after = await until('a later generation', async () => {
      const now = await connection();
      return (now.generation ?? 0) >= (before.generation ?? 0) + 2 && now;
    });
    t.ok(Date.parse(after.lastRefreshedAt ?? '') > Date.parse(before.lastRefreshedAt ?? '1970-01-01'));
    t.equal(await booksStatus(stack, await api.accessToken(connectionId)), 200, 'the new access token is good');
    const { liveRefreshTokens } = (await grantsAtProvider(stack))[0] as { liveRefreshTokens: number };
    t.equal(liveRefreshTokens, 1, 'rotation: only the newest refresh token lives');
    t.match(
      (await api.events(connectionId)).map(({ kind }) => kind),
      ['renewed'],
      'newest first',
    );
    await lookAgain(page);
    await page.getByRole('button', { name: /^Log / }).click();
    await page.locator('latchkey-log').getByText('Access renewed').waitFor();
    const log = (await page.locator('latchkey-log').textContent()) ?? '';
    for (const line of [
      /Connected\s+as mara@example\.com/,
      /Sign-in at Sandbox Books started\s+by Ada Baker/,
      /Used by Payroll sync/,
      /reported that it could not work with Sandbox Books/,
    ])
      t.match(log, line);
    t.notMatch(log, 'npm start', 'the name of the API key is none of the customer’s business');
  });

  await t.test('Disconnect asks once; Escape keeps', async (t) => {
    const disconnect = page.getByRole('button', { name: /^Disconnect / });
    const dialog = page.getByRole('dialog');
    await disconnect.click();
    await dialog.waitFor();
    t.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), 'Keep connected');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    t.match(await connection(), { status: 'active' });

    const calls = () => stack.provider.ledger.count({ endpoint: 'revocation', outcome: 'ok' });
    t.equal(calls(), 0);
    const words = await wordsFromNow(page);
    await disconnect.click();
    await dialog.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await badge(page, 'Not connected');
    t.same(
      (await words()).filter((word) => word !== 'Disconnecting'),
      ['Not connected'],
      'and nothing else in between',
    );
    t.equal(await toneOf(page, stack), 'gray');
    t.match(await cardOf(page, connectionId).textContent(), /Disconnected\.\s+Sandbox Books confirmed/);
    t.match(await connection(), {
      status: 'pending',
      color: 'gray',
      generation: null,
      lastRevocation: { outcome: 'revoked' },
    });
    t.same(await stack.query('SELECT * FROM grant_token'), [], 'no token is left in the database');
    t.same(await grantsAtProvider(stack), [], 'nor at the provider');
    t.ok(calls() > 0, 'which was told');
    t.match(await api.call('GET', `/v1/connections/${connectionId}/access-token`), {
      status: 409,
      body: { code: 'not_connected' },
    });
    t.equal((await api.events(connectionId))[0]?.kind, 'disconnected');
  });

  await t.test('Connect works again', async (t) => {
    await connectByWindow(page);
    await badge(page, 'Connected, not used yet');
    t.equal(await booksStatus(stack, await api.accessToken(connectionId)), 200);
  });
});
