import type { Definition } from './definition.js';
import type { Place, PlacedTemplate } from './definition-templates.js';
import { type Placeholder, placeholdersOf, readTextTemplate, readUrlTemplate } from './template.js';

/** What is wrong with one template: its form, the names that it speaks of, and the hosts that it could lead to. */
export function templateProblems(definition: Definition, placed: PlacedTemplate): readonly string[] {
  const { kind, text, place } = placed;
  const read =
    kind === 'text' ? readTextTemplate(text) : readUrlTemplate(text, kind === 'route_url' ? 'route' : 'refused');
  if (read.kind === 'invalid') return [read.message];
  return placeholdersOf(read.template).flatMap((placeholder) => {
    const problem =
      nameProblem(definition, placeholder.name, place) ??
      exposureProblem(definition, placeholder, placed) ??
      (kind === 'text' ? undefined : urlProblem(definition, placeholder, placed));
    return problem === undefined ? [] : [problem];
  });
}

const anywhere = [
  'client.id',
  'now.seconds',
  'now.milliseconds',
  'now.iso',
  'random.token',
  'random.uuid',
  'random.digits',
];
const inRequests = [...anywhere, 'client.secret', 'request.redirect_uri', 'request.scope'];
const known: Readonly<Record<Place, readonly string[]>> = {
  issuer: [],
  client: [...anywhere, 'client.secret'],
  authorize: [...anywhere, 'request.redirect_uri', 'request.scope', 'request.state'],
  device: [...anywhere, 'client.secret', 'request.scope'],
  token: [...inRequests, 'request.code', 'request.state', 'request.code_verifier'],
  later: inRequests,
  signature: [...inRequests, 'request.body'],
  // The vendor's code, which the client secret is not told.
  api: anywhere,
};

function nameProblem(definition: Definition, name: string, place: Place): string | undefined {
  const inputs = (definition.inputs ?? []).map((input) => input.name);
  const captures = captureNames(definition, place);
  const fits =
    inputs.includes(name) ||
    known[place].includes(name) ||
    captures.includes(name) ||
    (isAfterToken(place) && name.startsWith('token.'));
  if (fits) return undefined;
  const all = [...inputs, ...captures, ...known[place], ...(isAfterToken(place) ? ['token.…'] : [])];
  if (captures.includes(`context.${name}`)) return `speaks of {${name}}, which is a capture: write {context.${name}}`;
  const meant = known[place].find((one) => one.split('.')[1]?.replace(/s$/, '') === name.replace(/s$/, ''));
  if (!name.includes('.'))
    return `speaks of {${name}}, which is not among the inputs: ${meant ? `write {${meant}}, or ` : ''}declare it under inputs`;
  return `speaks of {${name}}; what can stand here is ${all.join(', ')}`;
}

function isAfterToken(place: Place): boolean {
  return place === 'later' || place === 'signature' || place === 'api';
}

/** Before the token answer only what the callback brought is known. */
function captureNames({ captures = [], steps = [] }: Definition, place: Place): readonly string[] {
  if (place === 'issuer' || place === 'client' || place === 'authorize' || place === 'device') return [];
  const known = place === 'token' ? captures.filter(({ from }) => from === 'callback') : captures;
  const learnt = place === 'token' ? [] : steps.flatMap((step) => step.captures ?? []);
  return [...known, ...learnt].map(({ name }) => `context.${name}`);
}

/** What would be shown to a browser or to the vendor's code, or would let a customer say where the code is sent. */
function exposureProblem(
  definition: Definition,
  { name }: Placeholder,
  { field, place }: PlacedTemplate,
): string | undefined {
  const input = definition.inputs?.find((declared) => declared.name === name);
  if (place === 'authorize' && input?.type === 'secret')
    return `puts the secret {${name}} into a URL: a browser would show it`;
  if (field === 'callback.redirectUri' && input?.visibility === 'customer' && input.type !== 'choice')
    return `lets a customer choose the redirect URI by {${name}}: give that input the type choice, or ask the organization`;
  return place === 'api' && /(^|\.)refresh_?token$/i.test(name)
    ? `hands out {${name}}, which never leaves Latchkey`
    : undefined;
}

/** A value that chooses the host must be held to declared hosts; secrets do not belong into URLs. */
function urlProblem(definition: Definition, { name, slot }: Placeholder, placed: PlacedTemplate): string | undefined {
  const chooses = slot === 'url' || slot === 'origin' || slot === 'host';
  const input = definition.inputs?.find((declared) => declared.name === name);
  if (input?.type === 'secret') return `puts the secret {${name}} into a URL: send it as a parameter or header`;
  if (input) {
    if (!chooses) return undefined;
    if (input.type !== 'host' && input.type !== 'choice' && !(input.type === 'url' && slot === 'url'))
      return `lets {${name}} choose the host: give that input the type choice, or host${slot === 'url' ? ' or url' : ''} with the hosts that may be called`;
    const isFree = input.hosts?.includes('*') === true;
    const vendors = input.visibility !== 'customer' || definition.client?.owner === 'connection';
    if (!isFree || placed.place === 'authorize') return undefined;
    // The client secret and the tokens would go wherever a customer says.
    if (!vendors)
      return `lets a customer send the vendor's client credentials to any host by {${name}}: narrow its hosts, or set client.owner to connection`;
    const theirs = definition.inputs?.find(({ type, visibility }) => type === 'secret' && visibility !== 'customer');
    return input.visibility === 'customer' && theirs
      ? `lets a customer send the vendor's secret {${theirs.name}} to any host by {${name}}: narrow its hosts, or let the customer give that secret`
      : undefined;
  }
  if (name.startsWith('context.')) {
    if (!chooses) return undefined;
    const captured = name.slice('context.'.length);
    const hosts = captureHosts(definition, captured);
    // What is only told to the vendor's code is not called by us; what a provider says over TLS is the provider's word.
    const fromBrowser = definition.captures?.some((one) => one.name === captured && one.from === 'callback') === true;
    if (placed.place === 'api' && !fromBrowser) return undefined;
    return hosts.length > 0 && !hosts.includes('*')
      ? undefined
      : `lets {${name}} choose the host: give that capture the hosts that may be called`;
  }
  if (chooses && placed.place !== 'api') return `must not let {${name}} choose the host`;
  return name === 'client.secret' ? 'puts the client secret into a URL: send it as a parameter or header' : undefined;
}

/** The hosts that a capture of this name may choose. */
export function captureHosts({ captures = [], steps = [] }: Definition, name: string): readonly string[] {
  return [...captures, ...steps.flatMap((step) => step.captures ?? [])].find((item) => item.name === name)?.hosts ?? [];
}
