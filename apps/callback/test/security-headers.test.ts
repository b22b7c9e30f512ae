import { once } from 'node:events';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { openDatabase } from '@latchkey/db';
import { createMetrics } from '@latchkey/process';
import type { LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import t from 'tap';
import { buildCallback } from '../src/app.js';
import { createCallbackMetrics } from '../src/callback-metrics.js';
import { strictHeaders } from '../src/plugins/security-headers.js';
import { countedBy, openWizardDoor, publicUrl } from './door.js';
import { routesOf } from './routes-of.js';

const definition = {
  name: 'Books',
  authorize: { url: 'https://books.example/authorize' },
  token: { url: 'https://books.example/token' },
};
const regions = { region: 'local', residency: 'local', peers: [] };
const strict = strictHeaders(publicUrl);
const marked = 'a-code-that-nobody-may-repeat';

t.test('every answer of this door has the strict headers', async (t) => {
  const door = await openWizardDoor(t, { definition });
  const { app } = door;
  const routes = routesOf(app);
  t.ok(routes.length >= 15, routes.map(({ path }) => path).join(' '));
  const { id: wizard, csrfToken: csrf } = await door.state();
  const { cookie } = door;
  const seen = new Map<number, string[]>();

  /** What holds of each answer, whatever it is. */
  function judge(answer: LightMyRequestResponse, what: string, cache = 'no-store'): void {
    seen.set(answer.statusCode, [...(seen.get(answer.statusCode) ?? []), what]);
    for (const [name, value] of Object.entries(strict))
      if (answer.headers[name] !== value) t.fail(`${what}: ${name} is ${answer.headers[name]}`);
    if (!new RegExp(cache).test(`${answer.headers['cache-control']}`))
      t.fail(`${what}: cache-control is ${answer.headers['cache-control']}`);
    if (answer.headers['content-type']?.toString().startsWith('text/html'))
      t.notMatch(
        answer.body,
        /<script(?![^>]*(\ssrc=|type="application\/json"))|<style|\s(on[a-z]+|style)="|javascript:/i,
        `${what}: no inline code`,
      );
  }

  await t.test('every route, by every method, as a stranger, as the person, and with nonsense', async (t) => {
    const values: Readonly<Record<string, string>> = { id: wizard, connectionId: door.connectionId };
    const own = { cookie, 'sec-fetch-site': 'same-origin', 'x-csrf-token': csrf };
    const visitors = [
      {},
      { ...own, accept: 'application/json' },
      { ...own, accept: 'text/html' },
      { accept: 'text/html', cookie, 'sec-purpose': 'prefetch' },
      { accept: 'text/html', cookie, host: 'evil.example' },
      { accept: 'text/html', cookie, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    ];
    for (const { path, methods } of routes) {
      const cache = /jwks\.json|^\/(favicon|icon)|assets/.test(path) ? 'no-store|public' : 'no-store';
      const filled = path
        .replace(/:(\w+)/g, (_, name: string) => values[name] ?? (name === 'configId' ? 'cfg_1' : 'production'))
        .replace('*', 'style.css');
      const nonsense = path.replace(/:(\w+)/g, '..%2f%00').replace('*', '../../package.json');
      for (const url of [`${filled}?code=${marked}&state=local.x`, nonsense])
        for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const)
          for (const headers of methods.includes(method) ? visitors : [{}])
            judge(await app.inject({ method, url, headers }), `${method} ${url}`, cache);
    }
    t.pass(`${[...seen.values()].flat().length} answers`);
  });

  await t.test('bodies that are wrong', async () => {
    const post = (url: string, payload: string, type: string) =>
      app.inject({ method: 'POST', url, payload, headers: { 'content-type': type, cookie, origin: publicUrl } });
    for (const { path } of routes.filter(({ methods }) => methods.includes('POST'))) {
      const url = path.replace(':connectionId', door.connectionId).replace(':id', wizard).replace(/:\w+/g, 'x');
      judge(await post(url, '{"a":', 'application/json'), `POST ${url}, half a JSON`);
      judge(await post(url, 'x'.repeat(70_000), 'application/x-www-form-urlencoded'), `POST ${url}, too large`);
      judge(await post(url, '<a/>', 'application/xml'), `POST ${url}, XML`);
      judge(await post(url, 'a=%ff&__proto__=1&a[b]=c', 'application/x-www-form-urlencoded'), `POST ${url}, odd form`);
    }
  });

  await t.test('URLs that no router can read, and what is not there', async (t) => {
    for (const url of [
      `/callback/%zz/production?code=${marked}`,
      '/%',
      '/%c0%af',
      '/nowhere',
      '//evil.example/',
      '/a/../b',
    ])
      judge(await app.inject({ method: 'GET', url }), `GET ${url}`);
    const unreadable = await app.inject({ method: 'GET', url: `/callback/%zz/production?code=${marked}` });
    t.equal(unreadable.statusCode, 400);
    t.match(unreadable.headers['content-type'], /^text\/html/);
    t.notMatch(unreadable.body, marked, 'it is not repeated');
    const long = await app.inject({ method: 'GET', url: `/callback/${'x'.repeat(5_000)}/production` });
    judge(long, 'a very long parameter');
  });

  await t.test('static files', async (t) => {
    const page = await door.page();
    const files = [...page.matchAll(/(?:src|href)="(\/[^"#?]+\.(?:js|css|svg)[^"]*)"/g)].map(([, url = '']) => url);
    t.ok(files.length >= 2, files.join(' '));
    for (const url of files) {
      const file = await app.inject({ method: 'GET', url });
      t.equal(file.statusCode, 200, url);
      judge(file, url, '^public, max-age=\\d+(, immutable)?$');
    }
  });

  await t.test('an error of ours', async (t) => {
    const db = openDatabase({
      url: 'postgres://nobody@127.0.0.1:1/none',
      poolMax: 1,
      applicationName: 'callback-test',
    });
    t.teardown(() => db.close());
    const metrics = createCallbackMetrics(createMetrics());
    const broken = await buildCallback(
      { ports: door.ports, db, metrics, ...countedBy(door), publicUrl, regions },
      pino({ level: 'silent' }),
    );
    for (const accept of ['text/html', 'application/json']) {
      const { host } = new URL(publicUrl);
      const failed = await broken.inject({
        method: 'GET',
        url: `/wizard/${wizard}`,
        headers: { accept, cookie, host },
      });
      t.equal(failed.statusCode, 500);
      judge(failed, `500 as ${accept}`);
    }
  });

  for (const status of [200, 204, 303, 400, 401, 403, 404, 413, 415, 421, 500])
    t.ok(seen.has(status), `${status} was among the answers`);
});

t.test('what is not HTTP gets a bare status with the same headers, and the log stays silent', async (t) => {
  const lines: string[] = [];
  const stream = new PassThrough().on('data', (chunk) => lines.push(String(chunk)));
  const { ports, db } = await openWizardDoor(t, { definition });
  const metrics = createCallbackMetrics(createMetrics());
  const deps = {
    ports,
    db,
    metrics,
    ...countedBy({ db, ports }),
    publicUrl: 'https://connect.example',
    regions,
  };
  const app = await buildCallback(deps, pino({ level: 'trace' }, stream));
  t.teardown(() => app.close());
  const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  const say = async (text: string) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('error', () => {}).on('data', (chunk) => (answer += chunk));
    socket.write(text);
    await once(socket, 'close');
    return answer;
  };
  const cookie = `cookie: __Host-latchkey-wiz_1=${marked}\r\n`;
  const fullJar = Array.from({ length: 180 }, () => `__Host-latchkey-wiz_${'0'.repeat(32)}=${'x'.repeat(43)}`).join(
    '; ',
  );
  for (const [status, request] of [
    [400, `GARBAGE\r\n${cookie}\r\n`],
    [400, `GET /callback/cfg_1/production?code=${marked} HTTP/1.1\r\nhost: x\r\n${cookie}bad header\r\n\r\n`],
    [400, `POST / HTTP/1.1\r\nhost: x\r\n${cookie}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n`],
    [431, `GET / HTTP/1.1\r\nhost: x\r\n${cookie}x: ${'y'.repeat(40_000)}\r\n\r\n`],
    // As many cookies as a browser keeps: its pages are there, and mend it.
    [421, `GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncookie: ${fullJar}\r\n\r\n`],
  ] as const) {
    const answer = await say(request);
    t.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), request.slice(0, 20));
    for (const [name, value] of Object.entries(strictHeaders(deps.publicUrl)))
      t.ok(answer.includes(`\r\n${name}: ${value}\r\n`), `${status}: ${name}`);
    t.match(answer, /\r\ncache-control: no-store\r\n/);
    t.notMatch(answer, marked);
  }
  t.notMatch(lines.join(''), marked, 'no cookie or code in the log, at its most talkative');
  const octets = [...Buffer.from(marked)].join(',');
  t.notMatch(lines.join(''), octets, 'nor as the numbers of its octets');
  for (let at = 0; at < 20; at++)
    await app.inject({ url: '/assets/x', headers: { host: `oauth2.${'z'.repeat(200)}${at}.example` } });
  const told = lines.filter((line) => line.includes('a host that is not ours'));
  t.equal(told.length, 1, 'whoever tries hosts does not write the log');
  t.notMatch(lines.join(''), 'z'.repeat(101));
  const page = await app.inject({ method: 'GET', url: '/' });
  t.equal(page.headers['strict-transport-security'], 'max-age=31536000', 'where it is served by https');
});
