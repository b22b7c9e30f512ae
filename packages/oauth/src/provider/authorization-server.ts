import type { AssertionTerms } from './assertion-terms.js';
import type { Definition, GrantType, RequestDefinition, ResponseDefinition } from './definition.js';
import { type DeviceTerms, freezeDevice } from './device-terms.js';
import {
  type Endpoint,
  type Filler,
  freezeEndpoint,
  freezeText,
  freezeTexts,
  freezeUrl,
  UnfilledField,
} from './endpoint.js';
import { freezeApi } from './freeze-api.js';
import { freezeAssertion } from './freeze-assertion.js';
import { type FrozenCapture, freezeCapture } from './frozen-capture.js';
import { isGrantedDirectly } from './grant-type.js';
import { inputValueProblem } from './input.js';
import type { Template } from './template.js';
import { captureHosts } from './template-problems.js';

/**
 * An authorization server with every URL resolved: what a grant freezes (endpoints, ways and times, never secrets).
 * Refresh, revocation and probes of a grant go only where its frozen value says.
 */
export interface AuthorizationServer {
  readonly name: string;
  readonly grantType: GrantType;
  readonly issuer?: string;
  /** Absent for grants without a redirect. */
  readonly authorize?: AuthorizeTerms;
  readonly callback: NonNullable<Definition['callback']>;
  readonly token: TokenEndpoint;
  readonly exchange?: TokenEndpoint;
  readonly refresh: Endpoint & {
    readonly grantType: string;
    readonly by: 'refresh_token' | 'access_token' | 'grant';
    readonly response: ResponseDefinition;
    readonly reuseGrace?: number;
    readonly window?: number;
    readonly revokesAccessToken?: boolean;
    readonly terminalErrors: readonly string[];
  };
  readonly revoke?: Endpoint & {
    readonly reach: 'grant' | 'account';
    readonly token: 'both' | 'refresh_token' | 'access_token';
    readonly response: ResponseDefinition;
  };
  /** Of the grant type jwt_bearer. */
  readonly assertion?: AssertionTerms;
  /** RFC 8628; of the grant type device_code. */
  readonly device?: DeviceTerms;
  /** RFC 7662; absent in what was frozen before definitions had it. */
  readonly introspect?: Endpoint;
  readonly otherTokens: NonNullable<Definition['otherTokens']>;
  readonly captures: readonly FrozenCapture[];
  readonly steps: readonly FrozenStep[];
  readonly scopeSeparator: string;
  /** Scopes that go out in a parameter of their own. */
  readonly scopeParameters: Readonly<Record<string, string>>;
  readonly resource: readonly string[];
  readonly account?: NonNullable<Definition['account']>;
  readonly exposeMembers: readonly string[];
  readonly api?: {
    readonly baseUrl?: Template;
    readonly baseUrlFallback?: Template;
    readonly headers: Readonly<Record<string, Template>>;
    readonly probe?: Endpoint;
    /** Absent in what was frozen before definitions had them. */
    readonly expirySignals?: NonNullable<NonNullable<Definition['api']>['expirySignals']>;
  };
  readonly lifetimes: NonNullable<Definition['lifetimes']>;
  /** Inputs that the templates above still wait for, because their values are secret. */
  readonly secretInputs: readonly string[];
  /**
   * What the other inputs were. The tokens of a grant are answered with these: what somebody types later is for the next
   * grant. Absent in what was frozen before it was kept.
   */
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface AuthorizeTerms {
  readonly url: Template;
  readonly placement: 'query' | 'fragment';
  readonly parameters: Readonly<Record<string, Template>>;
  readonly names: NonNullable<NonNullable<Definition['authorize']>['names']>;
  readonly omit: NonNullable<NonNullable<Definition['authorize']>['omit']>;
  readonly responseType: string;
  readonly scopeEncoding: 'form' | 'percent' | 'raw';
  readonly pkce: 'S256' | 'plain' | 'none';
  readonly iss: 'required' | 'if_sent';
  readonly pushedUrl?: string;
}

export interface TokenEndpoint extends Endpoint {
  readonly grantType: string;
  readonly forward: readonly string[];
  readonly response: ResponseDefinition;
  readonly defaultExpiresIn?: number;
  readonly rateLimit?: NonNullable<Definition['token']['rateLimit']>;
}

export interface FrozenStep extends Endpoint {
  readonly name: string;
  readonly response: ResponseDefinition;
  readonly captures: readonly Omit<FrozenCapture, 'from'>[];
  readonly failure: 'ends' | 'passes';
}

export type ResolvedServer =
  | { readonly kind: 'resolved'; readonly server: AuthorizationServer }
  | { readonly kind: 'refused'; readonly field: string; readonly message: string };

const standardGrantTypes: Readonly<Record<GrantType, string>> = {
  authorization_code: 'authorization_code',
  client_credentials: 'client_credentials',
  device_code: 'urn:ietf:params:oauth:grant-type:device_code',
  jwt_bearer: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  password: 'password',
};

/**
 * Puts the inputs' values into a definition; secret ones stay open until a request is made. A refusal names the
 * definition's field and says what to do.
 */
export function resolveAuthorizationServer(
  definition: Definition,
  inputs: Readonly<Record<string, string>>,
): ResolvedServer {
  try {
    return { kind: 'resolved', server: freeze(definition, inputs) };
  } catch (error) {
    if (error instanceof UnfilledField) return error.refusal;
    throw error;
  }
}

function freeze(definition: Definition, inputs: Readonly<Record<string, string>>): AuthorizationServer {
  const fill = inputFiller(definition, inputs);
  const { signedSecret } = definition.client ?? {};
  const context = {
    fill,
    hostsOf: (name: string) => captureHosts(definition, name),
    signedSecret: signedSecret && freezeAssertion('client.signedSecret', signedSecret, fill),
  };
  const { authorize, token, exchange, revoke, introspect, device, api, account, issuer } = definition;
  const { grantType = 'authorization_code' } = definition;
  const refresh = { ...inherited(token, 'refresh'), ...definition.refresh };
  const secretInputs = (definition.inputs ?? []).filter(({ type }) => type === 'secret').map(({ name }) => name);
  const tokenEndpoint = (field: string, given: Definition['token'], standard: string): TokenEndpoint => ({
    ...freezeEndpoint(field, given, context),
    grantType: given.grantType ?? standard,
    forward: given.forward ?? [],
    response: given.response ?? {},
    ...(given.defaultExpiresIn === undefined ? {} : { defaultExpiresIn: given.defaultExpiresIn }),
    ...(given.rateLimit === undefined ? {} : { rateLimit: given.rateLimit }),
  });
  return {
    name: definition.name,
    grantType,
    ...(issuer === undefined ? {} : { issuer: wholeUrl(freezeUrl('issuer', { url: issuer }, context).template) }),
    ...(authorize ? { authorize: freezeAuthorize(authorize, context) } : {}),
    callback: freezeCallback(definition.callback ?? {}, fill),
    token: tokenEndpoint('token', token, standardGrantTypes[grantType]),
    ...(exchange ? { exchange: tokenEndpoint('exchange', exchange, standardGrantTypes[grantType]) } : {}),
    refresh: {
      ...freezeEndpoint('refresh', { ...refresh, url: refresh.url as string }, context),
      grantType: refresh.grantType ?? 'refresh_token',
      by: refresh.by ?? (isGrantedDirectly(grantType) ? 'grant' : 'refresh_token'),
      response: refresh.response ?? token.response ?? {},
      ...(refresh.reuseGrace === undefined ? {} : { reuseGrace: refresh.reuseGrace }),
      ...(refresh.window === undefined ? {} : { window: refresh.window }),
      ...(refresh.revokesAccessToken ? { revokesAccessToken: true } : {}),
      terminalErrors: refresh.terminalErrors ?? [],
    },
    ...(revoke
      ? {
          revoke: {
            ...freezeEndpoint('revoke', { ...inherited(token, 'revoke'), ...revoke }, context),
            reach: revoke.reach ?? 'grant',
            token: revoke.token ?? 'both',
            response: revoke.response ?? {},
          },
        }
      : {}),
    ...(grantType === 'jwt_bearer'
      ? { assertion: freezeAssertion('assertion', definition.assertion ?? {}, fill) }
      : {}),
    ...(grantType === 'device_code' && device
      ? { device: freezeDevice({ ...inherited(token, 'revoke'), ...device }, context) }
      : {}),
    ...(introspect
      ? { introspect: freezeEndpoint('introspect', { ...inherited(token, 'revoke'), ...introspect }, context) }
      : {}),
    otherTokens: definition.otherTokens ?? [],
    captures: (definition.captures ?? []).map((capture, index) => freezeCapture(`captures.${index}`, capture, fill)),
    steps: (definition.steps ?? []).map((step, index) => ({
      ...freezeEndpoint(`steps.${index}`, { clientAuthentication: 'bearer_token', ...step }, context),
      name: step.name,
      response: step.response ?? {},
      captures: (step.captures ?? []).map((capture) => freezeCapture(`steps.${index}.captures`, capture, fill)),
      failure: step.failure ?? 'ends',
    })),
    scopeSeparator: definition.scopeSeparator ?? ' ',
    scopeParameters: Object.fromEntries(
      (definition.scopes ?? []).flatMap(({ scope, parameter }) =>
        parameter === undefined ? [] : [[scope, parameter]],
      ),
    ),
    resource: (definition.resource ?? []).map((text, index) => wholeUrl(freezeText(`resource.${index}`, text, fill))),
    ...(account === undefined ? {} : { account }),
    exposeMembers: definition.exposeMembers ?? [],
    ...(api ? { api: freezeApi(api, context) } : {}),
    lifetimes: definition.lifetimes ?? {},
    secretInputs,
    inputs: Object.fromEntries(Object.entries(inputs).filter(([name]) => !secretInputs.includes(name))),
  };
}

/** What refresh and revocation take over from `token` where they do not say otherwise. */
function inherited(
  token: Definition['token'],
  heir: 'refresh' | 'revoke',
): Partial<RequestDefinition> & Pick<RequestDefinition, 'url'> {
  const { url, clientAuthentication, authorizationScheme, headers, names } = token;
  const { urlFallback, method, body, xmlElement, omit, signature } = token;
  const everywhere = { clientAuthentication, authorizationScheme, headers, names };
  const given =
    heir === 'revoke' ? everywhere : { ...everywhere, urlFallback, method, body, xmlElement, omit, signature };
  return { url, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}

function freezeAuthorize(
  authorize: NonNullable<Definition['authorize']>,
  context: Parameters<typeof freezeUrl>[2],
): AuthorizeTerms {
  const placement = authorize.placement ?? 'query';
  const fragment = placement === 'fragment' ? 'route' : 'refused';
  const { pushedUrl } = authorize;
  return {
    url: freezeUrl('authorize', authorize, context, fragment).template,
    placement,
    parameters: freezeTexts('authorize.parameters', authorize.parameters, context.fill),
    names: authorize.names ?? {},
    omit: authorize.omit ?? [],
    responseType: authorize.responseType ?? 'code',
    scopeEncoding: authorize.scopeEncoding ?? 'form',
    pkce: authorize.pkce ?? 'S256',
    iss: authorize.iss ?? 'if_sent',
    ...(pushedUrl === undefined
      ? {}
      : { pushedUrl: wholeUrl(freezeUrl('authorize.pushedUrl', { url: pushedUrl }, context).template) }),
  };
}

function freezeCallback(callback: NonNullable<Definition['callback']>, fill: Filler): AuthorizationServer['callback'] {
  const { redirectUri, ...others } = callback;
  if (redirectUri === undefined) return others;
  return { ...others, redirectUri: wholeUrl(freezeText('callback.redirectUri', redirectUri, fill)) };
}

/** The values of inputs that are not secret, each checked again: definitions change after values were saved. */
export function inputFiller(definition: Definition, inputs: Readonly<Record<string, string>>): Filler {
  const declared = new Map((definition.inputs ?? []).map((input) => [input.name, input]));
  return (name) => {
    const input = declared.get(name);
    if (!input || input.type === 'secret') return undefined;
    const given = Object.hasOwn(inputs, name) ? (inputs[name] as string).trim() : '';
    const value = given === '' ? input.default : given;
    if (value === undefined) return undefined;
    const problem = inputValueProblem(input, value);
    if (problem) throw new UnfilledField(`inputs.${name}`, `the input "${name}" ${problem}`);
    return value;
  };
}

/** Of a template in which nothing is left open, as validation assures for these fields. */
function wholeUrl(template: Template): string {
  return template.map((part) => (typeof part === 'string' ? part : '')).join('');
}
