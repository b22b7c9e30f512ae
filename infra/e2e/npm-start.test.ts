import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import t, { type Test } from 'tap';
import { apiClient } from './api-client.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { freePorts, type NpmStart, npmStart } from './npm-start-process.js';
import { badge, connectByWindow, openWizard } from './walk.js';

function dataFolder(t: Test): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-start-'));
  chmodSync(folder, 0o755); // as root, Postgres runs as nobody and must get there
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Postgres keeps this file while it runs, and removes it at the end of a clean stop. */
function postgresRuns(folder: string): boolean {
  const files = readdirSync(path.join(folder, '.latchkey'), { recursive: true, encoding: 'utf8' });
  return files.some((name) => name.endsWith('postmaster.pid'));
}

async function ready(started: NpmStart) {
  const api = await started.line('API');
  return {
    urls: {
      api,
      callback: await started.line('wizard and callback'),
      provider: await started.line('sandbox provider'),
      vendor: await started.line('vendor page'),
    },
    docs: await started.line('API docs'),
    readiness: await started.line('readiness'),
    api: apiClient(api, await started.line('API key')),
  };
}

const status = async (url: string) => (await fetch(url)).status;

t.test('npm start, twice', async (t) => {
  const folder = dataFolder(t);
  const ports = await freePorts();
  let connectionId = '';

  await t.test('the first: prints where everything is, and Ctrl-C stops all of it', async (t) => {
    const started = npmStart(t, folder, ports);
    const { urls, api, docs, readiness } = await ready(started);
    const lines = started.stdout().trimEnd().split('\n');
    const at = lines.findIndex((line) => /^ready in \d+ s$/.test(line));
    t.ok(at > 3, 'progress is shown before');
    t.same(
      lines.slice(at + 1, at + 9).filter((line) => !/^[\w ]+: (https?:\/\/\S+|lk_\S+)$/.test(line)),
      [],
      'each URL has a line of its own',
    );
    t.match(urls, {
      api: `http://127.0.0.1:${ports.LATCHKEY_API_PORT}`,
      provider: `http://127.0.0.2:${ports.LATCHKEY_PROVIDER_PORT}`,
    });
    for (const url of [docs, `${urls.api}/openapi.json`, readiness, `${urls.provider}/grants`, urls.vendor])
      t.equal(await status(url), 200, url.replace(/:\d+/, ''));
    t.equal(await status(`${urls.api}/v1/connections`), 401, 'not without the key');

    const { items } = await api.get<{ items: readonly { id: string; status: string }[] }>('/v1/connections');
    t.match(items, [{ status: 'pending' }]);
    connectionId = items[0]?.id ?? '';
    if (!skipWithoutChromium) {
      const page = await (await (await startBrowser(t)).newContext(t)).newPage();
      await openWizard(page, { urls });
      await connectByWindow(page);
      await badge(page, 'Connected, not used yet');
      await page.close();
    }

    t.ok(postgresRuns(folder));
    started.signal('SIGINT');
    t.same(await started.ended, { code: 0, signal: null });
    t.equal(started.stderr(), '', 'nothing was complained about');
    t.notOk(postgresRuns(folder), 'Postgres is gone');
    await t.rejects(fetch(urls.api), 'and so are the doors');
  });

  await t.test('the second: finds what was there', async (t) => {
    const started = npmStart(t, folder, ports);
    const { urls, api } = await ready(started);
    const connection = await api.connection(connectionId);
    if (!skipWithoutChromium) {
      t.match(connection, { status: 'active', color: 'yellow' });
      const headers = { authorization: `Bearer ${await api.accessToken(connectionId)}` };
      t.equal((await fetch(`${urls.provider}/api/books`, { headers })).status, 200, 'its access is still good');
    }

    await t.test('a third beside it: says which ports are taken, and ends', async (t) => {
      const third = npmStart(t, dataFolder(t), ports);
      t.same(await third.ended, { code: 1, signal: null });
      for (const [variable, port] of Object.entries(ports))
        t.match(third.stderr(), new RegExp(`Port ${port} on 127\\.0\\.0\\.\\d is taken .* ${variable}=<port>`));
      t.notMatch(third.stderr(), /\n\s+at /, 'without a stack');
    });

    started.signal('SIGTERM');
    t.same(await started.ended, { code: 0, signal: null });
    t.notOk(postgresRuns(folder));
  });
});
