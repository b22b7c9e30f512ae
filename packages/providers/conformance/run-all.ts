import type { Definition } from '@latchkey/oauth';
import type { Facts } from './facts/facts-schema.js';
import { leftOut } from './left-out.js';
import type { ProviderReport } from './run/report.js';
import { runProvider } from './run/run-provider.js';
import { startScriptedServer } from './server/scripted-server.js';

/** Runs every provider, or those of the keys given, one after the other against one server. */
export async function runAll(
  facts: readonly Facts[],
  definitions: ReadonlyMap<string, Definition>,
  keys: readonly string[] = [],
  onReport: (report: ProviderReport) => void = () => {},
): Promise<readonly ProviderReport[]> {
  const server = await startScriptedServer();
  const reports: ProviderReport[] = [];
  const report = (one: ProviderReport) => {
    reports.push(one);
    onReport(one);
  };
  try {
    const isAsked = (key: string) => keys.length === 0 || keys.includes(key);
    for (const one of facts) if (isAsked(one.key)) report(await runProvider(server, one, definitions.get(one.key)));
    const known = new Set([...facts.map(({ key }) => key)]);
    const strangers = [...definitions.keys(), ...leftOut.map(({ provider }) => provider)];
    const fail = (key: string, problem: string) =>
      report({ key, result: 'failed', done: [], problems: [problem], seen: [], unseen: [], evidence: 'none' });
    for (const key of new Set(strangers))
      if (!known.has(key) && isAsked(key)) fail(key, `there is no file of facts: write facts/${key}.json first`);
    for (const key of keys)
      if (!known.has(key) && !strangers.includes(key))
        fail(key, 'there is no such provider: keys are the names of facts/*.json');
  } finally {
    await server.close();
  }
  return reports;
}
