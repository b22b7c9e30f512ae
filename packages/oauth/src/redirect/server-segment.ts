import { inputFiller } from '../provider/authorization-server.js';
import { credentialAddresses } from '../provider/credential-addresses.js';
import { credentialUrls, originOf } from '../provider/credential-destinations.js';
import type { Definition } from '../provider/definition.js';
import { freezeUrl, UnfilledField } from '../provider/endpoint.js';
import { inputDefault } from '../provider/input.js';
import { placeholdersOf, readUrlTemplate, type Slot, type Template } from '../provider/template.js';
import { captureHosts } from '../provider/template-problems.js';
import { base64url, sha256 } from '../random.js';

/** Not `label`: the part of the host that follows it is the definition's, and the provider's to own. */
const choosing: ReadonlySet<Slot> = new Set(['url', 'origin', 'host']);

/**
 * Names of the inputs that choose an authorization server which could be anybody's (`hosts: ["*"]`); empty where the
 * definition holds it to the provider's hosts. One redirect URI for all of them would let one person's server get a code
 * that was issued for another's (RFC 9700 section 4.4). What only the vendor chooses for its own client does not count:
 * that client's secret goes there by the same word.
 */
export function serverInputs(definition: Definition): readonly string[] {
  const { authorize, client, inputs = [] } = definition;
  if (!authorize) return [];
  const free = inputs.filter(
    ({ hosts, visibility }) => hosts?.includes('*') && (visibility === 'customer' || client?.owner === 'connection'),
  );
  if (free.length === 0) return [];
  const fragment = authorize.placement === 'fragment' ? 'route' : 'refused';
  const asked = [authorize.url, authorize.urlFallback].flatMap((text) => {
    const read = text === undefined ? undefined : readUrlTemplate(text, fragment);
    return read?.kind === 'template' ? [read.template] : [];
  });
  const choosers = [...asked, ...credentialUrls(ofFlow(definition)).map(({ template }) => template)]
    .flatMap(placeholdersOf)
    .filter(({ slot }) => choosing.has(slot));
  return free.map(({ name }) => name).filter((input) => choosers.some(({ name }) => name === input));
}

/**
 * The third segment of the redirect URI with these values of inputs (by name; where one has none, its default): 132 bits of the SHA-256 of
 * the authorization endpoint's origin, and of each other one that an input chooses freely for the code or the tokens. A
 * registration names it, so that a code can come to no flow that was begun at, or ends at, another server. `undefined`
 * while the inputs make no server. To be asked only where there are {@link serverInputs}.
 */
export async function serverSegment(
  definition: Definition,
  environment: string,
  inputs: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const values = inputValues(definition, environment, inputs);
  const endpoint = authorizationEndpoint(definition, values);
  if (endpoint === undefined) return undefined;
  const chosen = [...credentialAddresses(ofFlow(definition), environment, values)]
    .filter(([, choice]) => choice === 'free')
    .map(([address]) => originAsCompared(address));
  const first = originAsCompared(endpoint);
  const others = [...new Set(chosen)].filter((origin) => origin !== first).sort();
  return base64url(await sha256([first, ...others].join(' '))).slice(0, 22);
}

/** The API's address gets the token from the vendor's code, once the flow is over, and has no part in what a server is. */
function ofFlow({ api: _, ...definition }: Definition): Definition {
  return definition;
}

/** With the environment's defaults in the place of what nobody gave. */
function inputValues(
  { inputs: declared = [] }: Definition,
  environment: string,
  inputs: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const defaults = declared.map((input) => [input.name, inputDefault(input, environment)] as const);
  const given = Object.entries(inputs).filter(([, value]) => value.trim() !== '');
  return Object.fromEntries([
    ...defaults.filter((one): one is readonly [string, string] => one[1] !== undefined),
    ...given,
  ]);
}

/** Of a connection that may not be ready yet; `undefined` until it says where the code is asked for and taken. */
function authorizationEndpoint(definition: Definition, inputs: Readonly<Record<string, string>>): string | undefined {
  const { authorize, token } = definition;
  if (!authorize) return undefined;
  try {
    const fill = inputFiller(definition, inputs);
    const context = { fill, hostsOf: (name: string) => captureHosts(definition, name) };
    freezeUrl('token', token, context);
    const fragment = authorize.placement === 'fragment' ? 'route' : 'refused';
    return textOf(freezeUrl('authorize', authorize, context, fragment).template);
  } catch (error) {
    if (error instanceof UnfilledField) return undefined;
    throw error;
  }
}

/** What is learnt later stays open, as `{client.id}`; it never chooses the host here. */
function textOf(template: Template): string {
  return template.map((part) => (typeof part === 'string' ? part : `{${part.name}}`)).join('');
}

/** Scheme, host and port as browsers compare them: small letters, no default port. */
function originAsCompared(url: string): string {
  const origin = originOf(url);
  return URL.canParse(origin) ? new URL(origin).origin : origin;
}
