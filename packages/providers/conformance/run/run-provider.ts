import { type Definition, redirectUriWith, validateDefinition } from '@latchkey/oauth';
import { checkableFacts } from '../facts/checkable-facts.js';
import type { Facts } from '../facts/facts-schema.js';
import { withoutLeftOut } from '../facts/without-left-out.js';
import { type LeftOut, leftOut } from '../left-out.js';
import { loopbackTransport } from '../loopback-transport.js';
import { newPlay } from '../server/play.js';
import type { ScriptedServer } from '../server/scripted-server.js';
import { callApi, disconnect, refreshTwice } from './after-connecting.js';
import { connect, connectDirectly, failToConnect, refuseForgery } from './connect.js';
import { chooseScopes, fillInputs } from './customer-inputs.js';
import type { EngineRun } from './engine-run.js';
import { lookUp } from './look-up.js';
import { evidenceOf, type ProviderReport } from './report.js';
import { statedProblems } from './stated.js';
import { connectionWorld, registerClient } from './vendor.js';

/** Runs the whole main job with a definition against a server that knows the facts alone. */
export async function runProvider(
  server: ScriptedServer,
  facts: Facts,
  definition: Definition | undefined,
  exceptions: readonly LeftOut[] = leftOut,
): Promise<ProviderReport> {
  const { key } = facts;
  const excepted = exceptions.filter(({ provider }) => provider === key);
  const whole = excepted.find(({ fact }) => fact === undefined);
  const report = { key, done: [], problems: [], seen: [], unseen: [], evidence: evidenceOf(facts) };
  if (!definition)
    return whole
      ? { ...report, result: 'left out', reason: whole.reason }
      : {
          ...report,
          result: 'failed',
          problems: [
            `there is no definition: write src/definitions/${key}.ts and list it with "npm run fix", or say in conformance/left-out.ts why there is none`,
          ],
        };
  const validated = validateDefinition(definition);
  if (validated.kind === 'invalid')
    return {
      ...report,
      result: 'failed',
      problems: validated.problems.map(({ field, messages }) => `${field} ${messages.join(', ')}`),
    };

  const seen = new Set<string>();
  const problems: string[] = [...statedProblems(definition, facts)];
  const played = withoutLeftOut(
    facts,
    excepted.flatMap(({ fact }) => fact ?? []),
  );
  if (whole) problems.push('it has a definition, so it does not belong into left-out.ts');
  let done: readonly string[] = [];
  const hasOptional = facts.url_variables?.some(({ optional }) => optional);
  for (const which of hasOptional ? (['required', 'all'] as const) : (['all'] as const))
    done = await runOnce(server, played, definition, which, seen, problems);
  const unseen = checkableFacts(facts).filter((fact) => !seen.has(fact));
  const reasons = new Map(
    excepted.flatMap(({ fact, reason }) => (fact === undefined ? [] : [[fact, reason] as const])),
  );
  if (problems.length === 0)
    for (const fact of unseen) if (!reasons.has(fact)) problems.push(`nothing shows that ${fact} is heeded`);
  for (const fact of reasons.keys())
    if (!unseen.includes(fact)) problems.push(`${fact} is heeded, so it does not belong into left-out.ts`);
  return {
    ...report,
    result: problems.length > 0 ? 'failed' : 'ok',
    done,
    problems: [...new Set(problems)],
    seen: [...seen].sort(),
    unseen: unseen.map((fact) => {
      const reason = reasons.get(fact);
      return reason === undefined ? { fact } : { fact, reason };
    }),
  };
}

async function runOnce(
  server: ScriptedServer,
  facts: Facts,
  definition: Definition,
  which: 'all' | 'required',
  seen: Set<string>,
  problems: string[],
): Promise<readonly string[]> {
  const filled = fillInputs(definition, facts, which);
  problems.push(...filled.problems);
  const client = registerClient(facts);
  const scopes = chooseScopes(definition, facts);
  const { world, connection } = await connectionWorld(definition, client, filled, scopes);
  const refusals: string[] = [];
  const callbackUrl = (await redirectUriWith(connection, 'https://latchkey.example')) ?? 'nobody says which server';
  const play = newPlay({
    facts,
    client,
    customer: filled.known,
    callbackUrl,
    scopes,
    now: () => world.clock.now(),
    seen,
    refusals,
  });
  const name = server.begin(play);
  const ports = { ...world.ports, transport: loopbackTransport(server, name) };
  const run: EngineRun = { world, ports, connection, server, play, name, problems, done: [] };
  try {
    await lookUp(run);
    await mainJob(run);
  } catch (error) {
    problems.push(`the run broke off: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    server.end(name);
  }
  problems.push(...refusals);
  return run.done;
}

async function mainJob(run: EngineRun): Promise<void> {
  const hasConsent = run.play.facts.flow === 'authorization_code';
  if (!(await (hasConsent ? connect(run) : connectDirectly(run)))) return;
  await refreshTwice(run);
  await callApi(run);
  if (hasConsent && run.play.refusals.length === 0) {
    await failToConnect(run);
    await refuseForgery(run);
  }
  await disconnect(run);
}
