import type { Definition } from '@latchkey/oauth';
import t from 'tap';
import { openWizardDoor, publicUrl } from './door.js';

const definition: Definition = {
  name: 'Books',
  authorize: { url: 'http://127.0.0.1:1/authorize' },
  token: { url: 'http://127.0.0.1:1/token' },
  client: { owner: 'connection' },
};
// 400 pages, 100 tickets, 100 starts, 200 callbacks and 20 pastes a minute for each address.
const limits = { perKey: 1, perAddress: 400 };
const door = await openWizardDoor(t, { definition, limits, trustedProxies: ['127.0.0.1/32'] });

const config = 'cfg_0192f0c1a2b37c4d8e5f60718293a4b5';
const kinds = [
  { limit: 'ticket', most: 100, request: { method: 'POST', url: '/wizard/sessions', payload: { ticket: 'x' } } },
  { limit: 'start', most: 100, request: { method: 'POST', url: `/connect/${door.connectionId}`, payload: {} } },
  { limit: 'callback', most: 200, request: { method: 'GET', url: `/callback/${config}/production?state=x&code=y` } },
  { limit: 'paste', most: 20, request: { method: 'POST', url: `/wizard/x/connections/x/paste`, payload: {} } },
] as const;

for (const [at, { limit, most, request }] of kinds.entries())
  t.test(`${limit}: an address is stopped at its limit, and no other one`, async (t) => {
    const from = (address: string, headers: Record<string, string> = {}) =>
      door.app.inject({ ...request, headers: { 'x-forwarded-for': address, ...headers } });
    const address = `203.0.113.${at}`;
    const began = performance.now();
    let taken = 0;
    let last = await from(address);
    while (last.statusCode !== 429 && taken < 2 * most) {
      taken++;
      last = await from(address);
    }
    const refilled = Math.ceil((((performance.now() - began) / 1000) * most) / 60) + 1;
    t.ok(taken >= most && taken <= most + refilled, `${taken} of ${most}`);
    t.equal(last.statusCode, 429);
    t.match(last.headers, { 'ratelimit-policy': `"${limit}";q=${most};w=60`, 'content-type': /^text\/html/ });
    t.ok(Number(last.headers['retry-after']) >= 1);
    t.match(last.body, 'Too many requests');
    t.match(last.headers['content-security-policy'], "default-src 'none'");
    let json = last;
    // One that came back meanwhile is used up first.
    do json = await from(address, { accept: 'application/json' });
    while (json.statusCode !== 429);
    t.equal(json.json().code, 'rate_limited');
    t.match(json.headers['content-type'], /^application\/problem\+json/);
    t.not((await from(`203.0.113.1${at}`)).statusCode, 429);
    // The proxy is 127.0.0.1; whoever comes past it is counted as who it is.
    const direct = await door.app.inject({
      ...request,
      remoteAddress: '192.0.2.1',
      headers: { 'x-forwarded-for': address },
    });
    t.not(direct.statusCode, 429);
  });

t.test('pages, scripts and health checks are not counted with them', async (t) => {
  t.match((await door.app.inject('/healthz')).headers.ratelimit, undefined);
  t.match((await door.app.inject({ url: '/nothing', headers: { 'x-forwarded-for': '203.0.113.0' } })).headers, {
    'ratelimit-policy': '"page";q=400;w=60',
  });
});

t.test('whoever asks for files of hosts that are nobody’s is counted before they are looked up', async (t) => {
  const from = { 'x-forwarded-for': '203.0.113.200' };
  const ask = (host: string) => door.app.inject({ url: '/assets/x', headers: { ...from, host } });
  const statuses: number[] = [];
  while (statuses.at(-1) !== 429 && statuses.length < 800)
    statuses.push((await ask(`oauth2.${statuses.length}.example:4200`)).statusCode);
  t.equal(statuses.at(-1), 429);
  t.ok(statuses.length > 400);
  t.same([...new Set(statuses)], [421, 429]);
  const { host } = new URL(publicUrl);
  t.equal((await ask(host)).statusCode, 404, 'files of the door’s own host are not counted');
  t.equal((await ask(host)).headers.ratelimit, undefined);
});
