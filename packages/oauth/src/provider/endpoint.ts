import type { AssertionTerms } from './assertion-terms.js';
import type { ClientAuthentication, RequestDefinition, StandardParameter } from './definition.js';
import { fillKnown, isHostAllowed, readTextTemplate, readUrlTemplate, type Template } from './template.js';

/** How one endpoint is called, with the values that were known when the grant was made put in. JSON, no secret. */
export interface Endpoint {
  readonly url: Template;
  /** Where the URL may lead when a value that is learnt later chooses its host. */
  readonly hosts: readonly string[];
  readonly method: NonNullable<RequestDefinition['method']>;
  readonly body: NonNullable<RequestDefinition['body']>;
  readonly xmlElement?: string;
  readonly clientAuthentication: ClientAuthentication;
  readonly authorizationScheme?: string;
  readonly headers: Readonly<Record<string, Template>>;
  readonly parameters: Readonly<Record<string, Template>>;
  readonly names: Readonly<Partial<Record<StandardParameter, string>>>;
  readonly omit: readonly StandardParameter[];
  readonly signature?: Omit<NonNullable<RequestDefinition['signature']>, 'over'> & { readonly over: Template };
  /** The client secret that is sent, made anew for each request from the saved one. */
  readonly signedSecret?: AssertionTerms;
}

export type Filler = (name: string) => string | undefined;

/** A field whose template cannot be filled, in words. */
export interface Unfilled {
  readonly kind: 'refused';
  readonly field: string;
  readonly message: string;
}

/** Carries a refusal out of the nested building below; caught where building began. */
export class UnfilledField extends Error {
  readonly refusal: Unfilled;
  constructor(field: string, message: string) {
    super(message);
    this.refusal = { kind: 'refused', field, message };
  }
}

/** Freezes a request: what inputs say is put in, what is learnt later stays open. Throws an UnfilledField. */
export function freezeEndpoint(
  field: string,
  request: RequestDefinition,
  context: {
    readonly fill: Filler;
    readonly hostsOf: (contextName: string) => readonly string[];
    readonly signedSecret?: AssertionTerms | undefined;
  },
): Endpoint {
  const { fill, signedSecret } = context;
  const method = request.method ?? 'POST';
  const { template, hosts } = freezeUrl(field, request, context);
  const { authorizationScheme, signature, xmlElement } = request;
  return {
    url: template,
    hosts,
    method,
    body: request.body ?? (method === 'GET' ? 'query' : 'form'),
    clientAuthentication: request.clientAuthentication ?? 'client_secret_basic',
    ...(signedSecret && request.clientAuthentication !== 'bearer_token' ? { signedSecret } : {}),
    ...(xmlElement === undefined ? {} : { xmlElement }),
    ...(authorizationScheme === undefined ? {} : { authorizationScheme }),
    headers: freezeTexts(`${field}.headers`, request.headers, fill),
    parameters: freezeTexts(`${field}.parameters`, request.parameters, fill),
    names: request.names ?? {},
    omit: request.omit ?? [],
    ...(signature
      ? { signature: { ...signature, over: freezeText(`${field}.signature.over`, signature.over, fill) } }
      : {}),
  };
}

export function freezeTexts(
  field: string,
  texts: Readonly<Record<string, string>> | undefined,
  fill: Filler,
): Readonly<Record<string, Template>> {
  return Object.fromEntries(
    Object.entries(texts ?? {}).map(([name, text]) => [name, freezeText(`${field}.${name}`, text, fill)]),
  );
}

export function freezeText(field: string, text: string, fill: Filler): Template {
  const read = readTextTemplate(text);
  if (read.kind === 'invalid') throw new UnfilledField(field, read.message);
  const filled = fillKnown(read.template, fill);
  if (filled.kind === 'refused') throw new UnfilledField(field, filled.message);
  return filled.template;
}

/** A URL with its inputs put in; the fallback where an input that it asks for has no value. */
export function freezeUrl(
  field: string,
  { url, urlFallback }: { readonly url: string; readonly urlFallback?: string },
  context: { readonly fill: Filler; readonly hostsOf: (contextName: string) => readonly string[] },
  fragment: 'refused' | 'route' = 'refused',
): { readonly template: Template; readonly hosts: readonly string[] } {
  const read = readUrlTemplate(url, fragment);
  if (read.kind === 'invalid') throw new UnfilledField(`${field}.url`, `the URL ${read.message}`);
  const filled = fillKnown(read.template, context.fill);
  if (filled.kind === 'refused')
    throw new UnfilledField(filled.name.includes('.') ? `${field}.url` : `inputs.${filled.name}`, filled.message);
  const hosts: string[] = [];
  for (const part of filled.template) {
    if (typeof part === 'string') continue;
    if (!part.name.includes('.')) {
      if (urlFallback !== undefined) return freezeUrl(field, { url: urlFallback }, context, fragment);
      throw new UnfilledField(`${field}.url`, `the input "${part.name}" is missing: give it a value`);
    }
    const isHost = part.slot === 'host' || part.slot === 'origin';
    if (isHost && part.name.startsWith('context.')) hosts.push(...context.hostsOf(part.name.slice('context.'.length)));
  }
  const fixed = filled.template.map((part) =>
    typeof part === 'string' ? part : part.slot === 'origin' || part.slot === 'url' ? 'https://x' : 'x',
  );

  if (!URL.canParse(fixed.join(''))) throw new UnfilledField(`${field}.url`, 'the inputs do not make a host name');
  return { template: filled.template, hosts };
}

/** What is wrong with a URL whose open placeholders were filled, or `undefined`: it must stay on the declared hosts. */
export function filledUrlProblem(url: string, hosts: readonly string[]): string | undefined {
  if (!URL.canParse(url)) return 'is not a URL';
  if (hosts.length === 0) return undefined;
  const { protocol, hostname } = new URL(url);
  // What was learnt may have come with the browser: it must not take secrets off TLS either.
  if (protocol !== 'https:') return 'must begin with https://';
  return isHostAllowed(hostname, hosts) ? undefined : 'leads to a host that is not declared';
}
