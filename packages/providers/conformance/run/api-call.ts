import {
  type AuthorizationServer,
  endpointRequest,
  fillTemplate,
  type RequestValues,
  requestLookup,
  reveal,
} from '@latchkey/oauth';
import type { EngineRun } from './engine-run.js';

const limits = { timeoutMs: 10_000, maxResponseBytes: 1024 * 1024 };

type ValuesWithTokens = RequestValues & { readonly tokens: NonNullable<RequestValues['tokens']> };

/** Calls the API as the vendor's code does, and the call that shows whether a token works. */
export async function callApiWith(
  run: EngineRun,
  { api }: Pick<AuthorizationServer, 'api'>,
  values: ValuesWithTokens,
): Promise<void> {
  const { play, ports, problems, done } = run;
  const before = play.refusals.length;
  if (api?.baseUrl) await callBase(run, { ...api, baseUrl: api.baseUrl }, values);
  if (api?.probe) {
    const built = await endpointRequest(ports, api.probe, values, []);
    if (built.kind === 'refused') problems.push(`the probe: ${built.message}`);
    else await ports.transport.send(built.request, limits);
  }
  if (play.seen.has('account_url') || play.seen.has('account_url_fallback')) done.push('account');
  if (play.seen.has('api_base') && play.refusals.length === before) done.push('api');
}

async function callBase(
  { ports, problems }: EngineRun,
  {
    baseUrl,
    headers,
  }: NonNullable<AuthorizationServer['api']> & { readonly baseUrl: Parameters<typeof fillTemplate>[0] },
  values: ValuesWithTokens,
): Promise<void> {
  const lookup = requestLookup(ports, values);
  const base = fillTemplate(baseUrl, lookup);
  if (base.kind !== 'text') {
    problems.push(`the base URL of the API: ${base.kind === 'missing' ? `{${base.name}} has no value` : base.message}`);
    return;
  }
  const given = Object.entries(headers).flatMap(([name, template]) => {
    const filled = fillTemplate(template, lookup);
    return filled.kind === 'text' ? [[name.toLowerCase(), filled.text] as const] : [];
  });
  const token = reveal(values.tokens.accessToken);
  const bearer = given.some(([, value]) => value.includes(token)) ? {} : { authorization: `Bearer ${token}` };
  const url = `${base.text.replace(/\/$/, '')}/conformance-probe`;
  await ports.transport.send({ method: 'GET', url, headers: { ...bearer, ...Object.fromEntries(given) } }, limits);
}
