import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import type { EventAnswer } from './api-client.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { freePort } from './free-port.js';
import { type Stack, startStack } from './stack.js';
import { until } from './until.js';
import { badge, cardOf, connectByWindow, consentAt, openWizard, pressForWindow } from './walk.js';

/** What the failure page, the card, the wizard's log and the API say of one failure. */
interface Told {
  readonly error: string;
  /** On the page and on the card. */
  readonly sentence: string;
  /** What to do, on the page. */
  readonly step: RegExp;
  readonly details: EventAnswer['details'];
}

const declined: Told = {
  error: 'access_denied',
  sentence:
    'Sandbox Books says that access was declined: either you chose not to allow it, or a rule set by your Sandbox Books administrator did.',
  step: /try again and choose Allow/,
  details: { endpoint: 'authorization', error: 'access_denied' },
};
const unrecognised: Told = {
  error: 'client_misconfigured',
  sentence:
    'Sandbox Books does not recognise Acme Rota. You cannot mend this yourself. Acme Rota has been told; your settings are kept.',
  step: /Try again when Acme Rota says that it is mended/,
  details: { endpoint: 'token', error: 'invalid_client', status: '401' },
};
const unreachable: Told = {
  error: 'provider_unavailable',
  sentence: 'Sandbox Books had a problem and could not finish. Try again in a few minutes.',
  step: /If it goes on for hours, tell Acme Rota/,
  details: { endpoint: 'token', cause: 'ECONNREFUSED' },
};

/** The page in the provider's window, the card behind it, its log, and the API agree on what happened. */
async function saysSo(t: Test, stack: Stack, page: Page, popup: Page, told: Told): Promise<void> {
  await popup.getByRole('heading', { name: 'Sandbox Books was not connected' }).waitFor();
  const main = (await popup.textContent('main')) ?? '';
  t.match(main, told.sentence);
  t.match(main, told.step);
  t.match(main, /Nothing was changed; what worked before still works\./);
  await popup.getByText('Details for support').click();
  await popup.getByText(told.error, { exact: true }).first().waitFor();

  const card = cardOf(page, stack.connectionId);
  await card.locator('.callout').getByText(told.sentence).waitFor();
  const log = page.getByRole('button', { name: /^Log / });
  if ((await log.getAttribute('aria-expanded')) === 'false') await log.click();
  await page.locator('latchkey-log li.event').filter({ hasText: told.sentence }).first().waitFor();

  const event = (await stack.api.events(stack.connectionId)).find(({ kind }) => kind === 'authorization_failed');
  t.match(event, { reason: told.error, details: told.details });
  t.match(event?.details.explanation, /\w+ .*\./, 'the API says it in words');
  t.equal((await stack.api.connection(stack.connectionId)).lastFailure?.error, told.error);
}

t.test('what goes wrong while connecting', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t);
  const { api, connectionId, provider, demo } = stack;
  const { connectionConfigId } = await api.connection(connectionId);
  const config = `/v1/connection-configs/${connectionConfigId}`;
  const before = await api.get<{ definition: { token: { url: string } } }>(config);
  const clientId = 'acme-rota';
  /** The provider's side of the registration; Latchkey's is the config. */
  const registerSecret = (clientSecret: string) =>
    provider.registerClient({ clientId, clientSecret, redirectUris: [demo.callbackUrl], clientName: 'Acme Rota' });
  const giveSecret = (clientSecret: string) => api.patch(config, { environments: { production: { clientSecret } } });

  const browser = await startBrowser(t);
  const context = await browser.newContext(t);
  const page = await context.newPage();
  await openWizard(page, stack);

  /** Try again, in the same window, now that it was mended. */
  async function tryAgain(popup: Page): Promise<void> {
    const said = popup.getByRole('heading', { name: 'Authorization completed successfully' }).waitFor();
    const closed = popup.waitForEvent('close');
    await popup.getByRole('button', { name: 'Try again' }).click();
    await Promise.all([consentAt(popup), said, closed]);
    await cardOf(page, connectionId).locator('.callout').waitFor({ state: 'hidden' });
  }

  await t.test('Deny at a first sign-in: gray as before, and Try again connects', async (t) => {
    const popup = await pressForWindow(page, /^Connect /);
    await consentAt(popup, { decision: 'Deny' });
    await saysSo(t, stack, page, popup, declined);
    await badge(page, 'Not connected');
    t.match(await api.connection(connectionId), { status: 'pending', color: 'gray' });
    t.equal(provider.ledger.count({ endpoint: 'token' }), 0, 'no token request was made');
    await tryAgain(popup);
    await badge(page, 'Connected, not used yet');
  });

  /** A new sign-in that fails leaves the former one as it was. */
  async function keepsWhatItHad(t: Test, told: Told, decision: 'Allow' | 'Deny'): Promise<Page> {
    const generation = (await api.connection(connectionId)).generation;
    const popup = await pressForWindow(page, /^Use another account /);
    await consentAt(popup, { decision });
    await saysSo(t, stack, page, popup, told);
    await badge(page, 'Connected, not used yet');
    t.match(await api.connection(connectionId), { status: 'active', color: 'yellow', reason: null, generation });
    const token = await api.accessToken(connectionId);
    const books = await fetch(`${stack.urls.provider}/api/books`, { headers: { authorization: `Bearer ${token}` } });
    t.equal(books.status, 200, 'its access token still works');
    return popup;
  }

  await t.test('Deny when it is connected already', async (t) => {
    await tryAgain(await keepsWhatItHad(t, declined, 'Deny'));
  });

  await t.test('a wrong client secret', async (t) => {
    await giveSecret('wrong-on-our-side');
    const popup = await keepsWhatItHad(t, unrecognised, 'Allow');
    await registerSecret('right-at-last');
    await giveSecret('right-at-last');
    await tryAgain(popup);
  });

  await t.test('a token endpoint that nothing listens on', async (t) => {
    const url = `http://127.0.0.2:${await freePort('127.0.0.2')}/token`;
    await api.patch(config, { definition: { ...before.definition, token: { ...before.definition.token, url } } });
    const popup = await keepsWhatItHad(t, unreachable, 'Allow');
    await api.patch(config, { definition: before.definition });
    await tryAgain(popup);
  });

  await t.test('the provider answers 500, then mends itself', async (t) => {
    provider.setBehaviour({ tokenEndpoint: 'error_500' });
    const popup = await pressForWindow(page, /^Use another account /);
    await consentAt(popup);
    await saysSo(t, stack, page, popup, { ...unreachable, details: { endpoint: 'token', status: '500' } });
    provider.setBehaviour({ tokenEndpoint: 'ok' });
    await tryAgain(popup);
  });

  await t.test('the window is left: Start again replaces the sign-in, Cancel gives it up', async (t) => {
    const abandoned = await pressForWindow(page, /^Use another account /);
    await abandoned.waitForSelector('body[data-page=consent], body[data-page=login]');
    await badge(page, 'Waiting for you');
    await page.getByRole('button', { name: /^Start again / }).click();
    const isReplaced = async () =>
      (await api.events(connectionId)).some(({ kind }) => kind === 'authorization_superseded');
    await until('the first sign-in to be replaced', isReplaced);
    await abandoned.waitForSelector('body[data-page=consent], body[data-page=login]');
    await page.getByRole('button', { name: /^Cancel / }).click();
    await badge(page, 'Connected, not used yet');
    await consentAt(abandoned);
    await abandoned.getByText('A newer sign-in replaced this one. You can close this page.').waitFor();
    t.match(await api.connection(connectionId), { status: 'active' });
    const kinds = (await api.events(connectionId)).map(({ kind }) => kind);
    t.ok(kinds.includes('authorization_superseded') && kinds.includes('authorization_cancelled'), kinds.join(', '));
    await abandoned.close();
    await connectByWindow(page);
    await until('one live grant', () => provider.liveGrants().length === 1);
  });
});
