import { returnUrlProblem } from '@latchkey/oauth';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { anyReturnUrl } from '../../packages/oauth/test/redirect/twisted-urls.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startStack } from './stack.js';
import { badge, cardOf, consentAt, openWizard, pressForWindow } from './walk.js';

/** The vendor's own, though careless readers see another host in it. */
const failurePath = '/not-connected;v=1/@evil.example//evil.example/%2F%5Cevil.example';

interface Instance {
  readonly id: string;
  readonly name: string;
  readonly integrationId: string;
}

t.test('custom success and failure redirects', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t);
  const { api, connectionId, demo, urls } = stack;
  const vendor = new URL(urls.vendor).origin;
  const { connectionConfigId } = await api.connection(connectionId);
  const config = `/v1/connection-configs/${connectionConfigId}`;
  const saved = await api.patch<object>(config, {
    oauthSuccessRedirectUri: `${vendor}/connected?plan=gold`,
    oauthFailureRedirectUri: `${vendor}${failurePath}?plan=gold`,
  });
  t.match(saved, { oauthSuccessRedirectUri: `${vendor}/connected?plan=gold` });

  const instance = await api.get<Instance>(`/v1/instances/${demo.instanceId}`);
  const integration = await api.get<{ name: string }>(`/v1/integrations/${instance.integrationId}`);
  const { items } = await api.get<{ items: readonly { id: string; key: string }[] }>(
    `/v1/integrations/${instance.integrationId}/required-config-variables`,
  );
  const facts = {
    instanceId: instance.id,
    instanceName: instance.name,
    integrationId: instance.integrationId,
    integrationName: integration.name,
    requiredConfigVariableId: items[0]?.id,
    requiredConfigVariableKey: items[0]?.key,
    id: connectionId,
  };

  const browser = await startBrowser(t);
  // The demo's vendor has no page at the odd path.
  const context = await browser.newContext(t, { expected: /status of 404/ });
  /** Every URL that the vendor's site was asked for. */
  const seen: URL[] = [];
  context.on('request', (request) => {
    if (request.url().startsWith(vendor)) seen.push(new URL(request.url()));
  });
  const page = await context.newPage();
  await openWizard(page, stack);

  /** Arrived at the vendor's page with exactly these parameters. */
  async function arrives(t: Test, popup: Page, path: string, expected: object): Promise<void> {
    await popup.waitForURL(`${vendor}${path}?**`);
    const { searchParams } = new URL(popup.url());
    t.same(Object.fromEntries(searchParams), { plan: 'gold', ...expected });
    t.equal([...searchParams].length, Object.keys(expected).length + 1, 'each of them once');
    await popup.waitForLoadState();
    await popup.close();
  }

  await t.test('failure', async (t) => {
    const popup = await pressForWindow(page, /^Connect /);
    await consentAt(popup, { decision: 'Deny' });
    await arrives(t, popup, failurePath, {
      ...facts,
      error: 'access_denied',
      errorDescription: 'Access was declined at the provider.',
    });
    await cardOf(page, connectionId).getByText('Sandbox Books says that access was declined').waitFor();
  });

  await t.test('success: the wizard notices without being told', async (t) => {
    const popup = await pressForWindow(page, /^Connect /);
    await consentAt(popup);
    await arrives(t, popup, '/connected', facts);
    await badge(page, 'Connected, not used yet');
  });

  await t.test('no code, state or token ever comes to the vendor', async (t) => {
    const token = await api.accessToken(connectionId);
    t.ok(seen.length > 4);
    for (const url of seen) {
      for (const name of ['code', 'state', 'iss', 'access_token', 'token']) t.notOk(url.searchParams.has(name), name);
      t.notOk(url.href.includes(token));
    }
  });

  await t.test('where Chromium goes is where we say: it reads every URL that can be registered as we do', async (t) => {
    const texts = fc.sample(anyReturnUrl, 4_000).filter((text) => returnUrlProblem(text, 'allowed') === undefined);
    t.ok(texts.length > 200, `${texts.length} URLs`);
    const read = await page.evaluate(
      (all) => all.map((text) => [new URL(text).href, new URL(text, 'https://latchkey.example/callback/x').origin]),
      texts,
    );
    t.strictSame(
      read,
      texts.map((text) => [new URL(text).href, new URL(text).origin]),
    );
  });

  await t.test('only exact URLs can be registered', async (t) => {
    for (const url of [
      'not a url',
      'ftp://127.0.0.3/x',
      'http://shop.example/x',
      `${vendor}/x#y`,
      'http://a:b@127.0.0.3/',
      `${vendor}\\@evil.example/`,
      `${vendor}/a/../b`,
      vendor.replace('127.0.0.3', '127.3'),
      vendor.replace('//', '/'),
    ])
      t.match(await api.call('PATCH', config, { oauthSuccessRedirectUri: url }), {
        status: 422,
        body: { errors: [{ field: 'oauthSuccessRedirectUri' }] },
      });
  });
});
