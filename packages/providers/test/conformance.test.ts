import { fileURLToPath } from 'node:url';
import type { Definition } from '@latchkey/oauth';
import t from 'tap';
import { readFacts } from '../conformance/facts/read-facts.js';
import { leftOut } from '../conformance/left-out.js';
import { reportLine, totalLine } from '../conformance/run/report.js';
import { runProvider } from '../conformance/run/run-provider.js';
import { runAll } from '../conformance/run-all.js';
import { startScriptedServer } from '../conformance/server/scripted-server.js';
import { listProviders, providerByKey } from '../src/index.js';
import { mutations } from './mutations.js';

const facts = readFacts(fileURLToPath(new URL('../facts', import.meta.url)));
const factsOf = (key: string) => {
  const found = facts.find((one) => one.key === key);
  if (!found) throw new Error(`there are no facts of ${key}`);
  return found;
};

t.test('every provider does its main job against a server that knows its facts alone', async (t) => {
  const definitions = new Map(listProviders().map(({ key, definition }) => [key, definition]));
  const reports = await runAll(facts, definitions);
  for (const report of reports) t.same(report.problems, [], report.key);
  t.match(totalLine(reports), new RegExp(`^${facts.length} providers: ${listProviders().length} ok, 0 failed, `));
  const done = (part: string) => reports.filter((report) => report.done.includes(part)).length;
  t.ok(done('authorize') > 110);
  t.ok(done('refresh') > 90);
  t.ok(done('revoke') > 40);
  t.ok(done('account') > 70);
});

t.test('the server refuses a definition that is not as the facts say', async (t) => {
  const server = await startScriptedServer();
  t.teardown(() => server.close());
  t.ok(mutations.length >= 12);
  for (const { key, change, says } of mutations) {
    const report = await runProvider(server, factsOf(key), changed(key, change));
    const what = `${key}: ${JSON.stringify(change)}`;
    t.equal(report.result, 'failed', what);
    t.match(report.problems.join('\n'), says, what);
  }
});

t.test('what is left out has to be named, and only as long as it is', async (t) => {
  const server = await startScriptedServer();
  t.teardown(() => server.close());
  const definition = providerByKey('asana')?.definition;
  const run = (given: Definition | undefined, exceptions: Parameters<typeof runProvider>[3]) =>
    runProvider(server, factsOf('asana'), given, exceptions);
  t.equal((await run(definition, [])).result, 'ok');
  t.match((await run(undefined, [])).problems, [/there is no definition: write .*\n?.*left-out\.ts/]);
  const absent = await run(undefined, [{ provider: 'asana', reason: 'it is too hard' }]);
  t.match(absent, { result: 'left out', reason: 'it is too hard' });
  t.match(reportLine(absent), /^left out asana +it is too hard$/);
  const needless = { provider: 'asana', fact: 'token_url', reason: 'nobody knows' };
  t.match((await run(definition, [needless])).problems, [/^token_url is heeded/]);
  const unrevoked = changed('asana', { revoke: undefined });
  t.equal((await run(unrevoked, [])).result, 'failed');
  for (const { provider, fact, reason } of leftOut) {
    t.ok(
      facts.some(({ key }) => key === provider),
      provider,
    );
    t.equal(providerByKey(provider) === undefined, fact === undefined, `${provider} ${fact ?? ''}`);
    t.ok(reason.length > 20, provider);
  }
});

t.test('facts without a definition and definitions without facts are failures', async (t) => {
  const stranger: Definition = {
    name: 'Stranger',
    authorize: { url: 'https://as.example/authorize' },
    token: { url: 'https://as.example/token' },
  };
  const reports = await runAll([factsOf('asana')], new Map([['stranger', stranger]]), ['asana', 'stranger', 'nobody']);
  t.match(reports, [
    { key: 'asana', result: 'failed' },
    { key: 'stranger', result: 'failed', problems: [/no file of facts/] },
    { key: 'nobody', result: 'failed', problems: [/no such provider/] },
  ]);
});

/** A copy of a definition in which members, given by their paths, have other values, or none. */
function changed(key: string, change: Readonly<Record<string, unknown>>): Definition {
  const definition = providerByKey(key)?.definition;
  if (!definition) throw new Error(`there is no definition of ${key}`);
  const copy = structuredClone(definition) as Definition & Record<string, unknown>;
  for (const [path, value] of Object.entries(change)) {
    const names = path.split('.');
    const last = names.pop() as string;
    let parent: Record<string, unknown> = copy;
    for (const name of names) {
      const inner = (parent[name] ?? {}) as Record<string, unknown>;
      parent[name] = inner;
      parent = inner;
    }
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return copy;
}
