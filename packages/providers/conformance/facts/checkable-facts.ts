import { stepFacts } from './extra-steps.js';
import type { Facts, RequestFacts } from './facts-schema.js';

/** Members that a request can show to be heeded as a whole. */
const whole = [
  'authorize_url',
  'authorize_url_fallback',
  'url_fragment',
  'scope_separator',
  'scope_param',
  'scopes',
  'pkce',
  'code_param',
  'redirect_uri',
  'callback_signature',
  'response_type',
  'grant_type',
  'token_url',
  'client_auth',
  'body_format',
  'http_method',
  'exchange_request',
  'refresh_url',
  'refresh_token_rotates',
  'account_url',
  'api_base',
] as const satisfies readonly (keyof Facts)[];

/** Members of which each part is shown on its own. */
const parts = [
  'authorize_params',
  'authorize_param_names',
  'token_params',
  'token_param_names',
  'headers',
  'refresh_params',
  'api_headers',
  'response',
] as const satisfies readonly (keyof Facts)[];

/** Parts that describe what no request shows, or what others show already. */
const unshown = new Set(['response.access_token_alternate_path', 'response.refresh_token']);

/** The facts of which a conforming definition must show, in its requests, that it heeds them. */
export function checkableFacts(facts: Facts): readonly string[] {
  const names: string[] = whole.filter((name) => facts[name] !== undefined && !isEmpty(facts[name]));
  for (const name of parts) for (const part of Object.keys(facts[name] ?? {})) names.push(`${name}.${part}`);
  for (const name of ['authorize_request', 'token_request', 'refresh_request', 'account_request'] as const)
    names.push(...requestFacts(name, facts[name] ?? {}));
  for (const index of (facts.later_requests ?? []).keys()) names.push(`later_requests.${index}`);
  names.push(...stepFacts(facts));
  for (const place of ['callback', 'token_response'] as const)
    for (const path of facts.capture?.[place] ?? []) names.push(`capture.${place}.${path}`);
  if (facts.refresh_declared) names.push('refresh_declared');
  if (facts.revoke_url !== undefined) names.push('revoke_url', ...revokeFacts(facts));
  if (facts.account_url !== undefined && facts.account_path !== undefined) names.push('account_path');
  const isOverridden = facts.token_request?.auth !== undefined && facts.refresh_request?.auth !== undefined;
  return names.filter((name) => !unshown.has(name) && !(isOverridden && name === 'client_auth'));
}

/** The parts of a request; of the account call only what nothing else shows. */
function requestFacts(
  name: string,
  { only, params, headers, method, auth, body }: Partial<RequestFacts>,
): readonly string[] {
  const own = Object.entries({ only, ...(name === 'account_request' ? {} : { method, auth, body }) });
  return [
    ...own.flatMap(([part, value]) => (value === undefined ? [] : [part])),
    ...Object.keys(params ?? {}).map((part) => `params.${part}`),
    ...Object.keys(headers ?? {}).map((part) => `headers.${part}`),
  ].map((part) => `${name}.${part}`);
}

function revokeFacts({ revoke }: Facts): readonly string[] {
  const members = (['method', 'auth', 'body', 'token_param', 'token'] as const).filter(
    (name) => revoke?.[name] !== undefined,
  );
  const maps = (['params', 'headers'] as const).flatMap((map) =>
    Object.keys(revoke?.[map] ?? {}).map((name) => `${map}.${name}`),
  );
  return [...members, ...maps].map((name) => `revoke.${name}`);
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
