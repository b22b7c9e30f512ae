import t from 'tap';
import { launchChromium, skipWithoutChromium } from '../../../wizard/test/chromium.js';
import { startScriptedDoor } from '../../../wizard/test/scripted-door.js';
import { state } from '../../../wizard/test/wizard-states.js';
import {
  renderConfirmPage,
  renderConnectingPage,
  renderFailurePage,
  renderForgedPage,
  renderSuccessPage,
} from '../../src/pages/index.js';
import { confirm, failure, success } from './sample-pages.js';

t.test('result pages in a real browser', { skip: skipWithoutChromium }, async (t) => {
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const door = await startScriptedDoor(state([]));
  t.teardown(() => door.close());
  door.pages.set('/wizard-stand-in', '<!doctype html><title>Wizard</title><a target="w" href="/result">open</a>');
  const context = await browser.newContext();

  /** Opens the page that waits, then `html` in another window; gives what was announced. */
  async function show(html: string) {
    door.pages.set('/result', html);
    const wizard = await context.newPage();
    await wizard.goto(`${door.url}/wizard-stand-in`);
    await wizard.evaluate(() => {
      const heard: unknown[] = [];
      Object.assign(window, { heard, channel: new BroadcastChannel('latchkey') });
      (window as unknown as { channel: BroadcastChannel }).channel.onmessage = ({ data }) => heard.push(data);
    });
    const opened = context.waitForEvent('page');
    await wizard.evaluate(() => window.open('/result', 'w', 'popup'));
    const result = await opened;
    const heard = async () => {
      await wizard.waitForFunction(() => (window as unknown as { heard: unknown[] }).heard.length > 0);
      return wizard.evaluate(() => (window as unknown as { heard: unknown[] }).heard);
    };
    return { wizard, result, heard };
  }

  await t.test('success in a popup announces itself and closes', async (t) => {
    const { wizard, result, heard } = await show(renderSuccessPage(success('popup')));
    const closed = result.waitForEvent('close');
    t.same(await heard(), [{ connectionId: 'conn_books' }]);
    await closed;
    t.ok(result.isClosed());
    await wizard.close();
  });

  await t.test('success in the wizard’s tab stays and leads back to the card', async (t) => {
    const { wizard, result, heard } = await show(renderSuccessPage(success('page')));
    t.same(await heard(), [{ connectionId: 'conn_books' }]);
    t.equal(await result.evaluate(() => document.activeElement?.tagName), 'H1');
    t.equal(await result.getAttribute('a.button', 'href'), '/wizard/wiz_demo#conn_books');
    await result.waitForTimeout(1500);
    t.notOk(result.isClosed());
    await result.close();
    await wizard.close();
  });

  await t.test('failure announces itself, stays, and closes when told', async (t) => {
    const { wizard, result, heard } = await show(renderFailurePage(failure()));
    t.same(await heard(), [{ connectionId: 'conn_crm' }]);
    t.equal(await result.locator('details[open]').count(), 0, 'details are closed at first');
    await result.waitForTimeout(1500);
    t.notOk(result.isClosed());
    const closed = result.waitForEvent('close');
    // The page may be gone before the click is confirmed.
    await result.click('text=Close this page').catch((error: unknown) => {
      if (!result.isClosed()) throw error;
    });
    await closed;
    await wizard.close();
  });

  await t.test('the hop page goes on by itself, and has a link for those who do not', async (t) => {
    door.pages.set('/provider', '<!doctype html><title>Provider</title><h1>Provider</h1>');
    const authorizationUrl = `${door.url}/provider?scope=a%20b&state=x'"<y>`;
    door.pages.set(
      '/result',
      renderConnectingPage({
        lang: 'en',
        organization: { name: 'Acme Rota' },
        provider: { name: 'Sample Books' },
        authorizationUrl,
      }),
    );
    const page = await context.newPage();
    await page.goto(`${door.url}/result`);
    await page.waitForURL('**/provider**');
    t.equal(page.url(), new URL(authorizationUrl).href);
    t.match(door.pages.get('/result'), /<a class="button button-secondary" href="http:\/\/127/);
    await page.close();
  });

  await t.test('the question announces itself, stays, and posts the one answer with or without scripts', async (t) => {
    const { wizard, result, heard } = await show(renderConfirmPage(confirm({ account: 'a@example.com' })));
    t.same(await heard(), [{ connectionId: 'conn_books' }]);
    t.equal(await result.evaluate(() => document.activeElement?.tagName), 'H1');
    const posted = result.waitForRequest((request) => request.method() === 'POST');
    await result.getByRole('button', { name: 'Not my account' }).click();
    const request = await posted;
    t.equal(new URL(request.url()).pathname, '/wizard/wiz_demo/connections/conn_books/confirm');
    t.equal(request.postData(), 'csrf=csrf-demo&session=ses_1&answer=decline');
    await result.close();
    await wizard.close();
  });

  await t.test('without scripts no button is shown that needs one', async (t) => {
    door.pages.set('/result', renderFailurePage(failure()));
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const page = await plain.newPage();
    await page.goto(`${door.url}/result`);
    t.equal(await page.locator('[data-close]').isVisible(), false);
    t.equal(await page.getByRole('button', { name: 'Try again' }).isVisible(), true);
    await plain.close();
  });
});

t.test('a forged return offers no way to repeat it', async (t) => {
  const page = renderForgedPage({ lang: 'en', requestId: 'req_1', organization: { name: 'Acme Rota' } });
  t.notMatch(page, /<form|<script|http-equiv|<a /);
  t.match(page, 'req_1');
});

t.test('a replaced sign-in offers no retry, whatever it was given', async (t) => {
  t.notMatch(renderFailurePage(failure({ error: 'superseded' })), /<form/);
});
