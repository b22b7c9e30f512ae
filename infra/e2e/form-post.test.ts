import t from 'tap';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startStack } from './stack.js';
import { badge, connectByWindow, openWizard } from './walk.js';

// The provider is on another site than the callback, so its POST comes without the session cookie.
t.test('a provider that answers by form_post', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t);
  const { api, connectionId, urls } = stack;
  const { connectionConfigId } = await api.connection(connectionId);
  const path = `/v1/connection-configs/${connectionConfigId}`;
  const { definition } = await api.get<{ definition: { authorize: object } }>(path);
  const parameters = { response_mode: 'form_post' };
  await api.patch(path, { definition: { ...definition, authorize: { ...definition.authorize, parameters } } });

  const browser = await startBrowser(t);
  const context = await browser.newContext(t);
  const callbacks: string[] = [];
  context.on('request', (request) => {
    if (request.url().startsWith(`${urls.callback}/callback/`)) callbacks.push(request.method());
  });
  const page = await context.newPage();
  await openWizard(page, stack);
  await connectByWindow(page);
  await badge(page, 'Connected, not used yet');
  t.same(callbacks, ['POST', 'GET']);

  const answer = await fetch(`${urls.callback}/callback/cfg_x/production`, {
    method: 'POST',
    body: new URLSearchParams({ code: 'a&b=c', state: '../x' }),
    redirect: 'manual',
  });
  t.equal(answer.status, 303);
  t.equal(answer.headers.get('location'), '/callback/cfg_x/production?code=a%26b%3Dc&state=..%2Fx');
});
