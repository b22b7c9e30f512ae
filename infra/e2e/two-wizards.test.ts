import t from 'tap';
import { callbackNotYetVisited } from './attacks.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startStack } from './stack.js';
import { badge, openWizard } from './walk.js';

const refused = /status of 40[01]/;
const forged = 'We did not connect anything';
const succeeded = 'Authorization completed successfully';

// That a code is redeemed only for who started is what infra/e2e/attacks is about; here it is what people see.
t.test('two wizards, and somebody else', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t);
  const browser = await startBrowser(t);
  const honest = await (await browser.newContext(t, { expected: refused })).newPage();
  const stranger = await (await browser.newContext(t, { expected: refused })).newPage();
  const heading = (page: typeof honest, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
  await openWizard(honest, stack);

  await t.test('in another browser the page says what to do; the flow can still be finished, once', async (t) => {
    const url = await callbackNotYetVisited(honest, stack);
    t.equal((await stranger.goto(url))?.status(), 400);
    await heading(stranger, forged);
    t.match(await stranger.textContent('main'), 'If someone sent you a link, do not try again.');
    t.equal(await stranger.getByRole('button').count(), 0, 'no button to try again');
    const tab = await honest.context().newPage();
    for (const wrong of [url.replace('/production?', '/sandbox?'), `${url}&code=another`, url.replace(/iss=[^&]+/, '')])
      t.equal((await tab.goto(wrong))?.status(), 400);
    // One that lost its `iss` was the answer to this flow all the same.
    await tab.goto(await callbackNotYetVisited(honest, stack));
    await heading(tab, succeeded);
    await badge(honest, 'Connected, not used yet');
    await tab.close();
  });

  await t.test('two wizards live in one browser', async (t) => {
    const second = await honest.context().newPage();
    await openWizard(second, stack);
    t.not(second.url().split('#')[0], honest.url().split('#')[0]);
    await honest.reload();
    await badge(honest, 'Connected, not used yet');
    const tab = await honest.context().newPage();
    await tab.goto(await callbackNotYetVisited(honest, stack));
    await heading(tab, succeeded);
    await badge(second, 'Connected, not used yet');
    await tab.goto(await callbackNotYetVisited(second, stack));
    await heading(tab, succeeded);
    t.equal((await stranger.goto(honest.url()))?.status(), 401, 'the URL alone opens nothing');
    await heading(stranger, 'This page has timed out');
  });
});
