import t from 'tap';
import { outboundRequests } from './outbound-requests.js';

const breachesOf = (text: string, file = 'apps/api/src/app.ts', others: Readonly<Record<string, string>> = {}) =>
  outboundRequests(new Map(Object.entries({ ...others, [file]: text })));

t.test('every way to make a request without the guard is seen', async (t) => {
  for (const text of [
    'await fetch(url);',
    'await globalThis.fetch(url);',
    "await globalThis['fetch'](url);",
    'const { fetch } = globalThis;',
    'const { fetch: ask } = globalThis;',
    'const everything = globalThis; everything.fetch(url);',
    'Reflect.get(globalThis, name)(url);',
    'const send = fetch;',
    'const port = { fetch };',
    'const port = { send: fetch };',
    'run(fetch);',
    'const ask = fetch.bind(undefined);',
    'function ask(send = fetch) {}',
    'new WebSocket(url);',
    'new EventSource(url);',
    'new XMLHttpRequest();',
    'navigator.sendBeacon(url);',
    "eval('fetch(url)');",
    "new Function('url', 'return fetch(url)');",
    "const http = require('node:http');",
    "process.getBuiltinModule('node:http').request(url);",
    "import { request } from 'undici';",
    "import { request as ask } from 'node:https';",
    "import https from 'node:https';",
    "import * as http from 'http';",
    "import http = require('node:http');",
    "import { connect } from 'node:tls';",
    "import { Socket } from 'node:net';",
    "import { createSocket } from 'node:dgram';",
    "import { resolveTxt } from 'node:dns/promises';",
    "import { connect } from 'node:http2';",
    "import { spawn } from 'node:child_process';",
    "import { Worker } from 'node:worker_threads';",
    "import { runInNewContext } from 'node:vm';",
    "import { createRequire } from 'node:module';",
    "export { request } from 'node:http';",
    "export * from 'node:http';",
    "export * as http from 'node:http';",
    "import 'undici';",
    "const { request } = await import('node:http');",
    'const { request } = await import(`node:http`);',
    "const http = await import('node:' + 'http');",
    'const http = await import(name);',
    "import { connect } from 'a-package-that-nobody-has-looked-at';",
    "import { createTransport } from '@latchkey/http';",
    "import pg from 'pg';",
    "import { Redis } from 'ioredis';",
  ])
    t.equal(breachesOf(text).length > 0, true, text);
});

t.test('what makes no request is not', async (t) => {
  for (const text of [
    '// fetch(url)',
    "const text = 'fetch(url)';",
    'await transport.fetch(url);',
    'const port = { fetch: send };',
    'interface Port { fetch(url: string): void }',
    'type Fetch = typeof fetch;',
    'const now = globalThis.performance.now();',
    "import { createServer } from 'node:http';",
    "import type { IncomingMessage } from 'node:http';",
    "import { type ClientRequest, createServer } from 'node:http';",
    "export type { Socket } from 'node:net';",
    "import { isIP } from 'node:net';",
    "import { readFile } from 'node:fs/promises';",
    "import Fastify from 'fastify';",
    "import { openDoor } from '@latchkey/compose';",
  ])
    t.same(breachesOf(text), [], text);
  for (const file of ['packages/http/src/transport.ts', 'apps/wizard/src/x.ts', 'apps/sandbox/src/x.ts'])
    t.same(breachesOf('await fetch(url);', file), [], file);
  t.same(breachesOf('await fetch(url);', 'apps/api/test/x.test.ts'), [], 'a test');
});

t.test('what connects has one place, and hides nowhere', async (t) => {
  t.same(breachesOf("import pg from 'pg';", 'packages/db/src/pool.ts'), []);
  t.same(breachesOf("import { createTransport } from '@latchkey/http';", 'packages/compose/src/compose-ports.ts'), []);
  t.equal(breachesOf("import { createTransport } from '@latchkey/http';", 'packages/compose/src/other.ts').length, 1);
  const beside = { 'apps/api/lib/ask.ts': 'export const ask = fetch;' };
  t.match(breachesOf("import { ask } from '../lib/ask.js';", 'apps/api/src/app.ts', beside), [/outside of src/]);
  for (const ending of ['ts', 'tsx', 'mts', 'cts', 'js', 'mjs', 'cjs', 'jsx'])
    t.equal(breachesOf('fetch(url)', `apps/api/src/ask.${ending}`).length, 1, `a file .${ending}`);
});
