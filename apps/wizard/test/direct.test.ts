import { AxeBuilder } from '@axe-core/playwright';
import type { Definition } from '@latchkey/oauth';
import t from 'tap';
import { providerByKey } from '../../../packages/providers/src/index.js';
import { ownClientInputs } from '../../callback/src/own-client-inputs.js';
import { launchChromium, skipWithoutChromium } from './chromium.js';
import { startScriptedDoor } from './scripted-door.js';
import { connection, exampleMachine, NOW, state } from './wizard-states.js';

t.test('a connection that nobody signs in for', { skip: skipWithoutChromium, timeout: 240_000 }, async (t) => {
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const door = await startScriptedDoor(state([exampleMachine]));
  t.teardown(() => door.close());
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${door.url}/wizard/wiz_demo`);
  await page.waitForSelector('latchkey-card h2');
  const announced = () => page.textContent('#announcer');
  const asked = () => door.asked.filter(({ path }) => path === '/test/conn_machine');
  const card = page.locator('latchkey-card');

  await t.test('has no Connect but a Test, and asks no permissions', async (t) => {
    t.same(await card.locator('button').allInnerTexts(), ['Test connection', 'Log']);
    t.notMatch(await card.textContent(), /Connect\b|will ask you/);
  });

  await t.test('a missing value stops the test and takes the focus', async (t) => {
    await page.click('#conn_machine-submit');
    await page.waitForSelector('.field-error');
    t.equal(await page.evaluate(() => document.activeElement?.id), 'conn_machine-input-account');
    t.equal(asked().length, 0);
  });

  await t.test('a refusal is told in the card and aloud; what was typed stays', async (t) => {
    await page.fill('#conn_machine-input-account', 'acme');
    await page.fill('#conn_machine-input-key', 'canary-key');
    door.onPost = () => {
      door.state = state([{ ...exampleMachine, lastFailure: { error: 'client_misconfigured', at: NOW } }]);
    };
    await page.click('#conn_machine-submit');
    await page.waitForSelector('latchkey-card .callout');
    const [post] = asked();
    t.equal(post?.csrf, 'csrf-demo');
    t.same(Object.fromEntries(new URLSearchParams(post?.body)), {
      csrf: 'csrf-demo',
      wizard: 'wiz_demo',
      display: 'popup',
      'input.account': 'acme',
      'input.key': 'canary-key',
    });
    t.match(await page.textContent('latchkey-card .callout'), 'Example Machine did not accept these settings.');
    t.match(await announced(), /^The test did not work\. Example Machine did not accept these settings\./);
    t.equal(await page.inputValue('#conn_machine-input-account'), 'acme');
    t.equal(context.pages().length, 1, 'no window is opened');
    t.equal(await page.evaluate(() => document.activeElement?.id), 'conn_machine-submit', 'the focus stays');
  });

  await t.test('while it is asked, the button says so and takes no second press', async (t) => {
    let answer = () => {};
    await page.route('**/test/conn_machine', async (route) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      await route.continue();
    });
    const before = asked().length;
    door.onPost = () => {
      const scopes = exampleMachine.scopes.map((scope) => ({ ...scope, granted: true }));
      door.state = state([{ ...exampleMachine, status: 'active', color: 'yellow', connectedAt: NOW, scopes }]);
    };
    await page.click('#conn_machine-submit');
    await page.waitForSelector('#conn_machine-submit[aria-disabled="true"]');
    t.equal((await page.textContent('#conn_machine-submit'))?.trim(), 'Testing…');
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.click('#conn_machine-submit', { force: true });
    answer();
    await page.waitForSelector('latchkey-card .badge-yellow');
    t.equal(asked().length, before + 1);
    t.equal(await announced(), 'The test worked. Example Machine gave us access.');
    t.match(await card.textContent(), /The test worked\. Example Machine gave us access\./);
    t.same(await card.locator('.actions button').allInnerTexts(), [
      'Test connection',
      'Edit settings',
      'Log',
      'Disconnect',
    ]);
    const { violations } = await new AxeBuilder({ page }).analyze();
    t.same(
      violations.map(({ id }) => id),
      [],
    );
  });

  await t.test('a server that is gone is told, and nothing is lost', async (t) => {
    await page.unroute('**/test/conn_machine');
    door.mood = 'refusing';
    await page.click('#conn_machine-submit');
    await page.waitForSelector('latchkey-card [role="alert"]:has-text("That did not work")');
    t.equal((await page.textContent('#conn_machine-submit'))?.trim(), 'Test connection');
  });

  await t.test('T1: who brings a client of their own is asked in the provider’s words', async (t) => {
    const definition = providerByKey('proto')?.definition as Definition;
    const { client } = definition;
    const row = { definition: { ...definition, client: { ...client, owner: 'connection' } }, ownClient: null } as const;
    const callback = { label: client?.callbackLabel ?? '', url: 'https://latchkey.example/callback/cfg/production' };
    door.mood = 'well';
    door.state = state([connection({ id: 'conn_proto', name: 'Proto', inputs: ownClientInputs(row), callback })]);
    await page.reload();
    await page.waitForSelector('latchkey-card h2');
    t.same(await card.locator('label').allInnerTexts(), ['Callback URI', 'Consumer ID', 'Consumer Secret']);
    t.equal(await page.getByLabel('Callback URI').inputValue(), callback.url);
    t.equal(await page.getByLabel('Consumer Secret').getAttribute('type'), 'password');
  });

  await t.test('a saved secret is asked for again beside an address that was changed', async (t) => {
    const saved = { required: true, hasValue: true };
    const inputs = [
      { ...saved, name: 'host', label: 'Server', type: 'text', value: 'old.example' },
      { ...saved, name: 'key', label: 'Access key', type: 'secret', typedAgainWith: ['host'] },
    ] as const;
    door.state = state([connection({ id: 'conn_moved', name: 'Moved', connects: 'directly', inputs })]);
    await page.reload();
    await page.waitForSelector('latchkey-card h2');
    await page.fill('#conn_moved-input-host', 'new.example');
    await page.click('#conn_moved-submit');
    await page.waitForSelector('.field-error');
    t.match(
      await page.textContent('#conn_moved-input-key-problem'),
      'You changed “Server”. Fill in “Access key” again',
    );
    t.equal(await page.evaluate(() => document.activeElement?.id), 'conn_moved-input-key');
    t.notOk(door.asked.some(({ path }) => path === '/test/conn_moved'));
    await page.fill('#conn_moved-input-key', 'typed-again');
    await page.click('#conn_moved-submit');
    await page.waitForSelector('.field-error', { state: 'detached' });
  });
});
