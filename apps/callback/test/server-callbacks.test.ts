import type { Definition } from '@latchkey/oauth';
import t from 'tap';
import { openWizardDoor, publicUrl } from './door.js';

const definition: Definition = {
  name: 'Git',
  client: { owner: 'connection' },
  inputs: [
    { name: 'host', label: 'Your server', type: 'host', hosts: ['*'], visibility: 'customer', required: true },
    { name: 'pin', label: 'PIN', type: 'secret', visibility: 'customer' },
  ],
  authorize: { url: 'https://{host}/oauth/authorize' },
  token: { url: 'https://{host}/oauth/token' },
};
const own = { 'input.client.id': 'app-1', 'input.client.secret': 's3cret' };
const ofServer = new RegExp(`^${publicUrl}/callback/cfg_[0-9a-f]{32}/production/[\\w-]{22}$`);

const door = await openWizardDoor(t, { definition });
const shown = async () => (await door.state()).connections[0]?.callback;
const ask = async (inputs: unknown, headers?: Readonly<Record<string, string>>, connectionId = door.connectionId) =>
  await door.call(`/connections/${connectionId}/callback-url`, { inputs }, headers);
const urlOf = async (host: string) => (JSON.parse((await ask({ host })).body) as { readonly url: string | null }).url;

/** The authorization URL that Connect leads to with this host. */
async function begin(host: string): Promise<URLSearchParams> {
  const { body } = await door.connect({ ...own, 'input.host': host, 'input.pin': '1' });
  const [, link = ''] = /href="(https[^"]+authorize[^"]*)"/.exec(body) ?? [];
  return new URL(link.replaceAll('&amp;', '&')).searchParams;
}

t.test('the page learns the callback URL of the server that is typed, before anything is saved', async (t) => {
  t.same(await shown(), { changesWith: ['host'] }, 'nobody has said which server');
  const noScript = async () => /<noscript>.*<\/noscript>/s.exec(await door.page())?.[0] ?? '';
  t.match(await noScript(), 'once the address of your server was sent');
  const url = await urlOf('git.acme.example');
  t.match(url, ofServer);
  t.equal(await urlOf(' https://Git.acme.example/some/page '), url, 'as the form takes it');
  t.not(await urlOf('git.evil.example'), url);
  for (const half of ['', 'git acme', 'a/b']) t.equal(await urlOf(half), null, half);
  t.equal((await ask({ host: 1 })).body, '{"url":null}');
  t.equal((await ask('text')).body, '{"url":null}');
  t.equal((await ask({ client: 'x' })).body, '{"url":null}', 'no input of the form');
  t.same(await shown(), { changesWith: ['host'] }, 'nothing was saved');

  t.match(await ask({}, { 'x-csrf-token': 'another' }), { status: 403, code: 'csrf_token_invalid' });
  t.match(await ask({}, { 'sec-fetch-site': 'cross-site' }), { status: 403, code: 'cross_site_request' });
  const other = `conn_${'0'.repeat(32)}`;
  t.match(await ask({}, {}, other), { status: 404, code: 'connection_not_found' });

  t.equal((await begin('git.acme.example')).get('redirect_uri'), url);
  t.match(await shown(), { url, changesWith: ['host'] });
  t.match(await noScript(), `value="${url}"`, 'without scripts it is there after the form was sent');
});

t.test('a response is taken at the redirect URI of its own server only', async (t) => {
  const others = await urlOf('git.evil.example');
  const asked = await begin('git.acme.example');
  const uri = new URL(asked.get('redirect_uri') ?? '');
  const answer = new URLSearchParams({ error: 'access_denied', state: asked.get('state') ?? '' });
  const headers = { cookie: door.cookie };
  const arrive = (path: string) => door.app.inject({ method: 'GET', url: `${path}?${answer}`, headers });
  const post = (path: string) =>
    door.app.inject({
      ...{ method: 'POST', url: path, payload: `${answer}` },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const plain = uri.pathname.split('/').slice(0, -1).join('/');
  for (const wrong of [new URL(others ?? '').pathname, plain, `${plain}/x`, `${plain}/${'x'.repeat(22)}`])
    for (const answered of [await arrive(wrong), await arrive(`${wrong}/forwarded`), await post(wrong)]) {
      t.equal(answered.statusCode, 400, wrong);
      t.equal(answered.headers.location, undefined, 'never a redirect');
    }
  t.match((await post(uri.pathname)).headers.location, /\/callback\/parked\?reference=/);
  const right = await arrive(uri.pathname);
  t.match([right.statusCode, right.body], [200, 'was not connected']);
  t.match((await arrive(uri.pathname)).body, 'was not connected', 'and again');
  t.equal((await arrive(plain)).statusCode, 400, 'not elsewhere, afterwards');
});

t.test('where every server is the provider’s own, nothing of it changes', async (t) => {
  const closed = await openWizardDoor(t, {
    definition: {
      ...definition,
      inputs: [{ name: 'host', label: 'Server', type: 'host', hosts: ['*.git.example'], visibility: 'customer' }],
    },
  });
  const callback = (await closed.state()).connections[0]?.callback;
  t.same(Object.keys(callback ?? {}), ['url']);
  t.match(callback?.url, /\/production$/);
});
