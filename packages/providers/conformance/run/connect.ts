import { createHash } from 'node:crypto';
import {
  type AuthorizationSessionId,
  completeAuthorization,
  type GrantId,
  grantDirectly,
  serverSegmentOf,
  startAuthorization,
} from '@latchkey/oauth';
import { visit } from '../loopback-transport.js';
import { toldLifetime, toldRefreshLifetime } from '../server/token-answer.js';
import type { EngineRun } from './engine-run.js';

const region = 'eu';
const browserHash = Uint8Array.from(createHash('sha256').update('cookie of ada').digest());

/** Walks the person through consent and back, and stores the grant; says whether there is one. */
export async function connect(run: EngineRun): Promise<boolean> {
  const { problems, done, play } = run;
  const parameters = await consent(run);
  if (!parameters) return false;
  done.push('authorize');
  const completed = await complete(run, parameters);
  if (completed.kind !== 'succeeded') {
    if (play.refusals.length === 0) problems.push(`connecting ended as ${JSON.stringify(completed)}`);
    return false;
  }
  done.push('token');
  if (play.facts.exchange_request) done.push('exchange');
  judgeGrant(run);
  return true;
}

/** Asks for tokens where nobody has to consent, and stores the grant; says whether there is one. */
export async function connectDirectly(run: EngineRun): Promise<boolean> {
  const { ports, connection, world, play, problems, done } = run;
  const { organizationId, id: connectionId } = connection;
  const granted = await grantDirectly(ports, { grantId: world.newId() as GrantId, organizationId, connectionId });
  if (granted.kind !== 'granted') {
    if (play.refusals.length === 0) problems.push(`connecting ended as ${JSON.stringify(granted)}`);
    return false;
  }
  done.push('token');
  judgeGrant(run);
  return true;
}

/** Whether the grant that is held has understood the answer. */
function judgeGrant(run: EngineRun): void {
  const { play, problems, world, connection } = run;
  const grant = world.database.grants.get(connection.grantId ?? '');
  const introspected = play.seen.has('introspection_url') ? 3600 : undefined;
  const expected = toldLifetime(play) ?? play.facts.access_token_lifetime ?? introspected;
  const isUnending = expected === undefined || expected === 0;
  const isRight = grant?.lifetimeSeconds === (isUnending ? undefined : expected);
  const isJwt = play.facts.response?.access_token_claims !== undefined;
  if (!isRight && !isJwt)
    problems.push(
      `the access token lives ${expected ?? 'no known number of'} seconds, but ${grant?.lifetimeSeconds ?? 'nothing'} was understood`,
    );
  const ends = ((grant?.idleDeadline ?? 0) - (grant?.refreshedAt ?? 0)) / 1000;
  if (Math.abs(ends - toldRefreshLifetime) < 60) run.play.seen.add('response.refresh_expires');
  noteLearntValues(run, grant?.context ?? {});
}

/** A callback whose signature is not right must be refused, and nothing may be asked for with it. */
export async function refuseForgery(run: EngineRun): Promise<void> {
  const { callback_signature: signature } = run.play.facts;
  if (signature === undefined) return;
  const parameters = (await consent(run))?.map(
    ([name, value]) => [name, name === signature ? 'f0'.repeat(32) : value] as const,
  );
  const completed = parameters && (await complete(run, parameters));
  if (completed?.kind === 'failed') run.play.seen.add('callback_signature');
  else run.problems.push('a callback with a wrong signature was believed');
}

/** A code that was never given is refused, and the engine has to understand so. */
export async function failToConnect(run: EngineRun): Promise<void> {
  const { problems, play } = run;
  const parameters = await consent(run);
  const code = play.facts.code_param ?? 'code';
  play.mode = 'refusing';
  const completed = parameters
    ? await complete(
        run,
        parameters.map(([name, value]) => [name, name === code ? 'no-such-code' : value] as const),
      )
    : undefined;
  play.mode = 'judging';
  if (completed?.kind !== 'failed') problems.push(`a refused code was understood as ${completed?.kind ?? 'nothing'}`);
}

async function consent(run: EngineRun): Promise<readonly (readonly [string, string])[] | undefined> {
  const { ports, connection, problems, world, server, name } = run;
  const started = await startAuthorization(ports, {
    authorizationSessionId: world.newId() as AuthorizationSessionId,
    organizationId: connection.organizationId,
    connectionId: connection.id,
    browserHash,
    display: 'popup',
    region,
    publicBaseUrl: 'https://latchkey.example',
  });
  if (started.kind !== 'started') {
    problems.push(`the authorization was not started: ${JSON.stringify(started)}`);
    return undefined;
  }
  const { location } = await visit(server, name, started.authorizationUrl);
  return location === undefined ? undefined : [...new URL(location).searchParams];
}

function complete({ ports, connection, world, play }: EngineRun, parameters: readonly (readonly [string, string])[]) {
  return completeAuthorization(ports, {
    grantId: world.newId() as GrantId,
    connectionConfigId: connection.connectionConfigId,
    environment: connection.environment,
    serverSegment: serverSegmentOf(play.callbackUrl),
    parameters,
    browserHashes: [browserHash],
    region,
  });
}

/** What callback and answer told must be kept as context, whole or in part. */
function noteLearntValues({ play, connection, problems }: EngineRun, context: Readonly<Record<string, string>>): void {
  const connected = connection.events.find(({ kind }) => kind === 'connected');
  const label = connected && 'details' in connected ? connected.details?.account : undefined;
  const kept = [...Object.values(context), ...(label === undefined ? [] : [label])];
  for (const place of ['callback', 'token_response'] as const)
    for (const path of play.facts.capture?.[place] ?? []) {
      const told = play.told.get(path) ?? '';
      if (kept.some((value) => value.length >= 2 && told.includes(value))) play.seen.add(`capture.${place}.${path}`);
    }
  if (!connection.definition.account) return;
  if (label === undefined) problems.push('the definition says how the account is named, but no name was found');
  else play.seen.add('account_path');
}
