import t from 'tap';
import { authorizationErrors } from '../../src/connection/connection-event.js';
import type { ConnectionConfigId } from '../../src/ids.js';
import { decideRedirect, type RedirectFacts } from '../../src/redirect/redirect-decision.js';
import { callbackUrl } from '../../src/redirect/redirect-uri.js';
import { isSameReturnUrl, returnUrlProblem } from '../../src/redirect/return-to.js';

const facts: RedirectFacts = {
  connectionId: 'conn_1',
  integration: { id: 'int_1', name: 'Orders & Ünits' },
  requiredConfigVariableId: 'var_1',
  requiredConfigVariableKey: 'crm',
  instance: { id: 'ins_1', name: 'Acme' },
  successRedirectUri: 'https://app.example/ok?tenant=7',
  failureRedirectUri: 'https://app.example/failed',
};
const parametersOf = (decision: ReturnType<typeof decideRedirect>) => {
  if (decision.kind !== 'redirect') throw new Error('no redirect');
  return [...new URL(decision.url).searchParams];
};

t.test('success tells exactly these parameters', async (t) => {
  const decision = decideRedirect(facts, { kind: 'succeeded' });
  t.match(decision, { kind: 'redirect', url: /^https:\/\/app\.example\/ok\?tenant=7&/ });
  t.strictSame(parametersOf(decision), [
    ['tenant', '7'],
    ['instanceId', 'ins_1'],
    ['instanceName', 'Acme'],
    ['integrationId', 'int_1'],
    ['integrationName', 'Orders & Ünits'],
    ['requiredConfigVariableId', 'var_1'],
    ['requiredConfigVariableKey', 'crm'],
    ['id', 'conn_1'],
  ]);
});

t.test('failure adds our code and our sentence', async (t) => {
  for (const [error, sentence] of Object.entries(authorizationErrors)) {
    const decision = decideRedirect(facts, { kind: 'failed', error: error as keyof typeof authorizationErrors });
    t.match(decision, { url: /^https:\/\/app\.example\/failed\?/ });
    t.strictSame(parametersOf(decision).slice(-2), [
      ['error', error],
      ['errorDescription', sentence],
    ]);
  }
});

t.test('what is not there is left out', async (t) => {
  const bare = { connectionId: 'conn_1', successRedirectUri: 'https://app.example/' };
  t.strictSame(parametersOf(decideRedirect(bare, { kind: 'succeeded' })), [['id', 'conn_1']]);
});

t.test('ours win over same names of the vendor’s query', async (t) => {
  const decision = decideRedirect(
    { connectionId: 'conn_1', failureRedirectUri: 'https://app.example/?id=spoofed&error=none&id=again' },
    { kind: 'failed', error: 'access_denied' },
  );
  const parameters = parametersOf(decision);
  t.strictSame(
    parameters.filter(([name]) => name === 'id' || name === 'error'),
    [
      ['id', 'conn_1'],
      ['error', 'access_denied'],
    ],
  );
});

t.test('the fixed query stays as it was written', async (t) => {
  const successRedirectUri = 'https://app.example/ok?flag&next=/a%20b&x=1&x=~(2)*&empty=';
  const decision = decideRedirect({ connectionId: 'conn_1', successRedirectUri }, { kind: 'succeeded' });
  t.strictSame(decision, { kind: 'redirect', url: `${successRedirectUri}&id=conn_1` });
});

t.test('a URL that cannot be saved leads nowhere, however it came into the row', async (t) => {
  for (const successRedirectUri of ['http://app.example/', 'javascript:alert(1)', 'https://a@app.example/', '//x'])
    t.strictSame(decideRedirect({ connectionId: 'conn_1', successRedirectUri }, { kind: 'succeeded' }), {
      kind: 'page',
    });
});

t.test('without a custom URL the door shows its own page', async (t) => {
  const { successRedirectUri, failureRedirectUri, ...bare } = facts;
  t.strictSame(decideRedirect(bare, { kind: 'succeeded' }), { kind: 'page' });
  t.strictSame(decideRedirect({ ...bare, successRedirectUri } as RedirectFacts, { kind: 'failed', error: 'expired' }), {
    kind: 'page',
  });
  t.ok(failureRedirectUri);
});

t.test('return URLs that are refused', async (t) => {
  const refused = {
    'app.example/x': /absolute/,
    '/x': /absolute/,
    '//app.example/x': /absolute/,
    'http://app.example/x': /https/,
    'http://127.0.0.1.evil.example/': /https/,
    'http://localhost.evil.example/': /https/,
    'javascript:alert(1)': /https/,
    'data:text/html,x': /https/,
    'https://user@app.example/': /user name/,
    'https://:pass@app.example/': /user name/,
    'https://app.example/#': /fragment/,
    'https://app.example/#x': /fragment/,
    'https://app.exa\nmple/': /spaces/,
    'https://app.example\\@evil.example/': /backslashes/,
    ' https://app.example/': /spaces/,
    'https://app.example;evil.example/': /host name/,
    'https://app.example,evil.example/': /host name/,
    'https:/app.example/': /written as browsers read it: https:\/\/app.example\//,
    'https:app.example': /written/,
    'https:///app.example/': /written/,
    'https://@app.example/': /written/,
    'https://%61pp.example/': /written/,
    'https://app.example%2f.evil.example/': /absolute/,
    'https://\uff41pp.example/': /written/,
    'https://app\u3002example/': /written/,
    'https://b\u00fccher.example/': /xn--bcher-kva.example/,
    'https://app.example/a/../b': /written as browsers read it: https:\/\/app.example\/b/,
    'https://app.example/a/%2e%2E/b': /written/,
    'https://app.example/gr\u00f6\u00dfe': /gr%C3%B6%C3%9Fe/,
    'https://0x7f.1/': /written/,
    'https://app.example:0443/': /written/,
  };
  for (const [text, why] of Object.entries(refused))
    t.match(returnUrlProblem(text, 'allowed') ?? '', why, JSON.stringify(text));
  t.match(returnUrlProblem('http://127.0.0.1:3000/x', 'refused') ?? '', /https/);
});

t.test('return URLs that are taken', async (t) => {
  for (const text of [
    'https://app.example',
    'https://app.example:8443/a/b?c=d&e',
    'http://localhost:3000/',
    'http://[::1]:1/',
  ])
    t.equal(returnUrlProblem(text, 'allowed'), undefined, text);
});

t.test('the same URL is the same in scheme, host, port, path and query', async (t) => {
  const registered = 'https://app.example/back?a=1';
  t.ok(isSameReturnUrl(registered, 'https://app.example/back?a=1'));
  t.ok(isSameReturnUrl(registered, 'https://APP.example:443/back?a=1'), 'as browsers write it');
  for (const other of [
    'http://app.example/back?a=1',
    'https://app.example.evil.example/back?a=1',
    'https://app.example:444/back?a=1',
    'https://app.example/back/?a=1',
    'https://app.example/Back?a=1',
    'https://app.example/back',
    'https://app.example/back?a=1&b=2',
    'https://app.example/back?a=1#x',
    'https://u@app.example/back?a=1',
    'not a url',
  ])
    t.notOk(isSameReturnUrl(registered, other), other);
});

t.test('each config and environment has a callback URL of its own', async (t) => {
  const id = '01900000-0000-7000-8000-000000000001' as ConnectionConfigId;
  const url = 'https://latchkey.example/callback/cfg_01900000000070008000000000000001/production';
  t.equal(callbackUrl('https://latchkey.example', id, 'production'), url);
  t.equal(callbackUrl('https://latchkey.example//', id, 'production'), url);
  t.match(callbackUrl('https://latchkey.example', id, 'a/../b'), /a%2F\.\.%2Fb$/);
});
