import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { startProvider, startVendor } from '../src/index.js';
import { type BoundServer, bind } from '../src/listen.js';
import { allScopes, basicClient, redeem } from './oauth-client.js';

const executablePath = process.env.TEST_CHROMIUM ?? '/usr/bin/chromium';
const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-dev-shm-usage',
];
const skip = existsSync(executablePath)
  ? false
  : 'no Chromium: set TEST_CHROMIUM to one, or install the package chromium';

function launch(): Promise<Browser> {
  const given = process.env.TEST_CHROMIUM_ARGS;
  return chromium.launch({
    executablePath,
    args: given === undefined ? launchArguments : (JSON.parse(given) as string[]),
  });
}

/** A client whose callback goes on to `landing`, another origin; and a wizard and an API for the vendor's page. */
function play(client: BoundServer, landing: () => string): void {
  const connections = [
    {
      id: 'conn_1',
      providerName: 'books',
      status: 'active',
      color: 'yellow',
      reason: 'Not used yet.',
      lastRefreshedAt: '2026-01-01T00:00:00Z',
    },
    { id: 'conn_2', providerName: 'payroll', status: 'active', color: 'green' },
    { id: 'conn_3', providerName: 'calendar', status: 'error', color: 'red', reason: 'Someone has to reconnect.' },
    { id: 'conn_4', providerName: 'contacts', status: 'pending', color: 'gray' },
  ];
  const answers: Readonly<Record<string, unknown>> = {
    '/v1/instances/inst_1': { id: 'inst_1', name: 'Rota of the bookshop', connections },
    '/v1/wizard-sessions': { url: `${client.origin}/wizard/open`, ticket: 'tck_1' },
  };
  client.serve((request, response) => {
    const { pathname, search } = new URL(String(request.url), client.origin);
    if (pathname === '/wizard/open')
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<title>wizard</title><p>${request.method} ${request.headers.origin}`);
    else if (pathname in answers)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[pathname]));
    else response.writeHead(303, { location: `${landing()}/connected${search}` }).end();
  });
}

async function looksRight(t: Test, page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  t.same(
    violations.map((violation) => [violation.id, violation.nodes[0]?.html]),
    [],
    `${name}: axe`,
  );
  t.notOk(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), `${name}: no sideways scrolling`);
}

const on = (page: Page, name: string): Promise<unknown> => page.waitForSelector(`body[data-page=${name}]`);
const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

t.test('both sites in a real browser, on three addresses', { skip }, async (t) => {
  const client = await bind({ host: '127.0.0.1', port: 0 });
  const registered = { ...basicClient, clientName: 'Latchkey', redirectUris: [`${client.origin}/callback`] };
  const provider = await startProvider({ port: 0, clients: [registered] });
  const vendor = await startVendor({
    port: 0,
    apiUrl: client.origin,
    apiKey: 'key',
    instanceId: 'inst_1',
    providerUrl: provider.url,
  });
  play(client, () => vendor.origin);
  const browser = await launch();
  t.teardown(async () => {
    await browser.close();
    await Promise.all([vendor.close(), provider.close(), client.close()]);
  });
  const parameters = {
    client_id: basicClient.clientId,
    redirect_uri: `${client.origin}/callback`,
    response_type: 'code',
    scope: allScopes,
  };
  const authorizationUrl = `${provider.url}/authorize?${new URLSearchParams(parameters)}`;

  for (const [width, colorScheme] of [
    [360, 'light'],
    [1280, 'dark'],
  ] as const) {
    await t.test(`${width} pixels, ${colorScheme}`, async (t) => {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      t.teardown(() => context.close());
      const page = await context.newPage();
      page.on('console', (message) => t.notMatch(message.text(), /Content Security Policy|Refused/));

      await page.goto(authorizationUrl);
      await looksRight(t, page, 'login');
      await page.getByLabel('E-mail address').fill('nonsense');
      await press(page, 'Sign in');
      await page.getByText('It need not exist').waitFor();
      await looksRight(t, page, 'login with a problem');
      await page.getByLabel('E-mail address').fill('mara@example.com');
      await press(page, 'Sign in');
      await on(page, 'consent');
      await looksRight(t, page, 'consent');
      await page.getByLabel('See your contacts').uncheck();
      await press(page, 'Allow');
      await on(page, 'connected');
      const code = new URL(page.url()).searchParams.get('code') ?? '';
      const { body } = await redeem(provider, code, { redirect_uri: `${client.origin}/callback` }, registered);
      t.equal(
        body.scope,
        allScopes.replace(' contacts.read', ''),
        'the callback went on to a third origin with a good code',
      );
      await looksRight(t, page, 'connected');

      await page.goto(authorizationUrl);
      await on(page, 'consent');
      await page.getByRole('link', { name: 'Use another account' }).click();
      await on(page, 'login');
      await page.getByLabel('E-mail address').fill('zoe@example.com');
      await press(page, 'Sign in');
      await on(page, 'consent');
      t.match(await page.textContent('main'), 'Signed in as zoe@example.com');
      await press(page, 'Deny');
      await on(page, 'connected');
      t.equal(new URL(page.url()).searchParams.get('error'), 'access_denied');
      const emails = provider.liveGrants().map(({ account }) => account.email);
      t.same([...new Set(emails)], ['mara@example.com'], 'the other account lost nothing');

      await page.goto(authorizationUrl.replace('client_id=', 'client_id=un'));
      await on(page, 'error');
      await looksRight(t, page, 'error');
      for (const path of ['/', '/grants']) {
        await page.goto(provider.url + path);
        await looksRight(t, page, path);
      }

      await page.goto(vendor.url);
      await looksRight(t, page, 'vendor');
      await press(page, 'Configure');
      await page.waitForURL(`${client.origin}/wizard/open`);
      t.match(await page.textContent('p'), `POST ${vendor.origin}`, 'the wizard sees who sent the browser');
      await page.goBack();
      await on(page, 'vendor');
      t.equal(page.url(), vendor.url, 'Back leaves the used ticket out');
    });
  }
});
