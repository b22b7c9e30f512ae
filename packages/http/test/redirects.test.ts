import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryWorld } from '@latchkey/oauth/testing';
import t, { type Test } from 'tap';
import { createEgressGuard, createTransport } from '../src/index.js';
import { startBouncingServer } from './bouncing-server.js';
import { calls, type Place } from './redirected-calls.js';

const engine = path.resolve(import.meta.dirname, '../../oauth/src');
const statuses = [301, 302, 303, 307, 308];

async function placeBefore(t: Test, url: string): Promise<Place> {
  const transport = createTransport({
    guard: createEgressGuard({ loopback: 'development', baseUrls: [] }),
    userAgent: 'latchkey-test',
  });
  t.teardown(() => transport.close());
  const world = memoryWorld(() => ({ status: 500, body: '' }));
  const clock = {
    monotonic: () => performance.now(),
    epochMs: () => Date.now(),
    sleep: async (ms: number) => void (await sleep(ms)),
  };
  const random = { bytes: (count: number) => Uint8Array.from(randomBytes(count)) };
  return { world, url, ports: { ...world.ports, transport, clock, random } };
}

t.test('no kind of call follows a redirect, whatever its status', async (t) => {
  const trap = await startBouncingServer();
  t.teardown(() => trap.close());
  for (const [kind, { path: bounced, prepare }] of Object.entries(calls)) {
    for (const status of statuses) {
      const server = await startBouncingServer();
      t.teardown(() => server.close());
      const call = await prepare(await placeBefore(t, server.url));
      const before = server.requests.length;
      server.bounce(bounced, status, trap.url);
      const outcome = await call();
      const asked = server.requests.slice(before).filter((it) => it.startsWith(bounced));
      t.ok(asked.length > 0, `${kind} was made`);
      t.equal(outcome, 'failed', `${kind}: ${status} is no success`);
    }
    t.strictSame(trap.requests, [], `${kind}: nobody went where the redirects led`);
  }
});

t.test('the same calls reach their end where nobody redirects them', async (t) => {
  for (const [kind, { prepare }] of Object.entries(calls)) {
    if (kind.startsWith('preflight')) continue; // its answers are findings, not ends
    const server = await startBouncingServer();
    t.teardown(() => server.close());
    const call = await prepare(await placeBefore(t, server.url));
    t.equal(await call(), 'reached', kind);
  }
});

t.test('every file of the engine that sends is among them', async (t) => {
  const senders = readdirSync(engine, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && /\b(transport\.send|sendTrial)\(/.test(read(file)))
    .map((file) => file.replaceAll(path.sep, '/'));
  t.strictSame(senders.sort(), [...new Set(Object.values(calls).map(({ sentBy }) => sentBy))].sort());
});

function read(file: string): string {
  return readFileSync(path.join(engine, file), 'utf8');
}
