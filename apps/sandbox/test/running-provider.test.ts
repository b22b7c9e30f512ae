import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { type ProviderOptions, type SandboxProvider, startProvider } from '../src/index.js';
import { authorize, basicClient, connect, refresh } from './oauth-client.js';

async function started(test: Test, options: ProviderOptions = {}): Promise<SandboxProvider> {
  const provider = await startProvider({ host: '127.0.0.1', port: 0, clients: [basicClient], ...options });
  test.teardown(() => provider.close());
  return provider;
}

const mara = { email: 'mara@example.com', decision: 'allow' } as const;

t.test('a client may be registered at run time, and a wrong one is refused at once', async (t) => {
  const provider = await started(t, { clients: [] });
  await provider.registerClient(basicClient);
  t.equal((await connect(provider)).status, 200);
  await t.rejects(provider.registerClient({ ...basicClient, redirectUris: ['not a url'] }), {
    error: 'invalid_redirect_uri',
  } as unknown as Error);
  t.equal((await connect(provider)).status, 200, 'the earlier registration stays');
  await t.rejects(authorize(provider, mara, { redirect_uri: 'http://127.0.0.1:9/elsewhere' }), /"error"/);
});

t.test('the token endpoint misbehaves as told', async (t) => {
  const provider = await started(t);
  const told = await fetch(`${provider.url}/sandbox/behaviour`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tokenEndpoint: 'error_500' }),
  });
  t.equal(told.status, 200);
  t.equal((await refresh(provider, 'x')).status, 500);
  provider.setBehaviour({ tokenEndpoint: 'down' });
  await t.rejects(refresh(provider, 'x'));
  provider.setBehaviour({ tokenEndpoint: 'slow', seconds: 0.2 });
  t.equal((await refresh(provider, 'x')).body.error, 'invalid_grant');
  for (const outcome of ['error_500', 'down', 'invalid_grant'])
    t.equal(provider.ledger.count({ endpoint: 'token', grantType: 'refresh_token', outcome }), 1, outcome);
  const form = { method: 'POST', body: new URLSearchParams({ tokenEndpoint: 'ok' }) };
  t.equal((await fetch(`${provider.url}/sandbox/behaviour`, form)).status, 415);
});

t.test('close ends a slow answer and idle connections, and frees the port', async (t) => {
  const provider = await started(t);
  provider.setBehaviour({ tokenEndpoint: 'slow', seconds: 500 });
  const late = refresh(provider, 'x').catch(() => undefined);
  await wait(50);
  await provider.close();
  await late;
  const port = Number(new URL(provider.url).port);
  const again = await startProvider({ host: '127.0.0.1', port });
  await again.close();
});

t.test('a taken port is named', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.teardown(() => other.close());
  await wait(20);
  const { port } = other.address() as { port: number };
  await t.rejects(startProvider({ host: '127.0.0.1', port }), {
    code: 'EADDRINUSE',
    message: new RegExp(`port ${port} on 127.0.0.1`),
  });
});

t.test('health, and nothing else than pages for strangers', async (t) => {
  const provider = await started(t);
  t.equal((await fetch(`${provider.url}/healthz`)).status, 200);
  const home = await fetch(provider.url);
  t.match(home.headers.get('content-security-policy'), "script-src 'none'");
  t.equal((await fetch(`${provider.url}/nothing`)).status, 404);
  t.equal((await fetch(`${provider.url}/interaction/unknown`)).status, 400);
  t.equal((await fetch(`${provider.url}/api/books`)).status, 401);
});

t.test('the log tells what was asked, and holds no code, token or secret', async (t) => {
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const provider = await started(t, { logger });
  const { access_token, refresh_token } = (await connect(provider)).body;
  const renewed = await refresh(provider, String(refresh_token));
  await refresh(provider, String(refresh_token));
  await authorize(provider, { ...mara, decision: 'deny' });
  provider.setBehaviour({ tokenEndpoint: 'error_500' });
  await refresh(provider, 'canary_of_a_misbehaving_moment');
  const log = lines.join('');
  t.match(log, '"endpoint":"token"');
  t.match(log, '"outcome":"access_denied"');
  const secrets = [access_token, refresh_token, renewed.body.access_token, renewed.body.refresh_token];
  for (const secret of [...secrets, basicClient.clientSecret, 'canary_of', 'code='])
    t.notOk(log.includes(String(secret)), 'not in the log');
});
