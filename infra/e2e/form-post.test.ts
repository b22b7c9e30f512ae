import t from 'tap';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startStack } from './stack.js';
import { badge, connectByWindow, openWizard } from './walk.js';

// The provider is on another site than the callback, so its POST comes without the session cookie.
t.test('a provider that answers by form_post', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t);
  const { api, connectionId, urls, provider } = stack;
  const { connectionConfigId } = await api.connection(connectionId);
  const path = `/v1/connection-configs/${connectionConfigId}`;
  const { definition } = await api.get<{ definition: { authorize: object } }>(path);
  const parameters = { response_mode: 'form_post' };
  await api.patch(path, { definition: { ...definition, authorize: { ...definition.authorize, parameters } } });

  const browser = await startBrowser(t);
  const context = await browser.newContext(t);
  const callbacks: string[] = [];
  const ours: string[] = [];
  const posted: URLSearchParams[] = [];
  context.on('request', (request) => {
    const url = request.url();
    if (url.startsWith(urls.callback)) ours.push(url);
    if (!url.startsWith(`${urls.callback}/callback/`)) return;
    callbacks.push(`${request.method()} ${new URL(url).pathname}`);
    if (request.method() === 'POST') posted.push(new URLSearchParams(request.postData() ?? ''));
  });
  const page = await context.newPage();
  await openWizard(page, stack);
  await connectByWindow(page);
  await badge(page, 'Connected, not used yet');
  t.same(callbacks, [`POST /callback/${connectionConfigId}/production`, 'GET /callback/parked']);
  const code = posted[0]?.get('code') ?? '';
  t.not(code, '');
  t.same(
    ours.filter((url) => url.includes(code) || new URL(url).searchParams.has('code')),
    [],
    'no code stands in a URL of ours',
  );
  t.same(
    stack.log.filter((line) => line.includes(code) || line.includes('reference=')),
    [],
  );
  const [{ kept } = {}] = await stack.query(
    'SELECT count(*)::int AS kept FROM authorization_session WHERE parked_response IS NOT NULL',
  );
  t.equal(kept, 0, 'what was used is not kept');

  const parked = ours.find((url) => url.includes('/callback/parked?')) as string;
  const tab = await context.newPage();
  await tab.goto(parked);
  await tab.getByRole('heading', { name: 'Authorization completed successfully' }).waitFor();
  const stranger = await (await browser.newContext(t, { expected: /status of 400/ })).newPage();
  t.equal((await stranger.goto(parked))?.status(), 400, 'the reference alone opens nothing');
  t.equal(provider.ledger.count({ endpoint: 'token' }), 1);

  const post = (fields: Readonly<Record<string, string>>, config = connectionConfigId) =>
    fetch(`${urls.callback}/callback/${config}/production`, {
      ...{ method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' },
    });
  const state = posted[0]?.get('state') ?? '';
  for (const [what, answer] of Object.entries({
    'no state': await post({ code }),
    'a state that is not known': await post({ code, state: `local.${'A'.repeat(43)}` }),
    'another config': await post({ code, state }, `cfg_${'0'.repeat(32)}`),
    'no config': await post({ code, state }, 'cfg_x'),
  })) {
    t.equal(answer.status, 400, what);
    t.equal(answer.headers.get('location'), null);
  }
  const again = await post({ code: 'another', state });
  t.match(again.headers.get('location'), /^\/callback\/parked\?reference=[\w-]{43}$/);
  await tab.goto(`${urls.callback}${again.headers.get('location')}`);
  await tab.getByRole('heading', { name: 'Authorization completed successfully' }).waitFor();
  t.equal(provider.ledger.count({ endpoint: 'token' }), 1, 'one that comes again gets the first result');
});
