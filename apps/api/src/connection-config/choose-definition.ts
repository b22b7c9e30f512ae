import { type Definition, type InputDefinition, validateDefinition } from '@latchkey/oauth';
import { definitionVersion, providerByKey } from '@latchkey/providers';
import type { ApiDeps } from '../api-deps.js';
import type { FieldError } from '../errors.js';

/** The definition that a config uses, pinned by its content. */
export interface ChosenDefinition {
  readonly providerKey?: string;
  readonly definition: Definition;
  readonly definitionVersion: string;
  /** What the catalogue says that its URLs ask for. */
  readonly inputs: readonly InputDefinition[];
}

/** Takes the definition from the catalogue or from the request; what is wrong goes into `errors`. */
export function chooseDefinition(
  deps: Pick<ApiDeps, 'loopback'>,
  given: { readonly provider?: string; readonly definition?: Record<string, unknown> },
  errors: FieldError[],
): ChosenDefinition | undefined {
  if ((given.provider === undefined) === (given.definition === undefined)) {
    errors.push({ field: 'provider', messages: ['give either provider (a key of the catalogue) or definition'] });
    return undefined;
  }
  if (given.provider !== undefined) {
    const provider = providerByKey(given.provider);
    if (!provider) {
      errors.push({
        field: 'provider',
        messages: ['is not in the catalogue: see GET /v1/providers, or give a definition'],
      });
      return undefined;
    }
    const { definition, key } = provider;
    const inputs = provider.inputs.map(
      (input): InputDefinition => ({ ...input, type: 'text', visibility: 'customer', required: true }),
    );
    return { providerKey: key, definition, definitionVersion: definitionVersion(definition), inputs };
  }
  const validated = validateDefinition(given.definition);
  if (validated.kind === 'invalid') {
    for (const { field, messages } of validated.problems)
      errors.push({ field: field === '' ? 'definition' : `definition.${field}`, messages });
    return undefined;
  }
  const { definition } = validated;
  for (const [field, url] of definitionUrls(definition)) {
    const message = schemeProblem(url, deps.loopback);
    if (message) errors.push({ field: `definition.${field}`, messages: [message] });
  }
  return { definition, definitionVersion: definitionVersion(definition), inputs: [] };
}

/** Every URL of a definition with its field. */
export function definitionUrls(definition: Definition): readonly (readonly [string, string])[] {
  const { authorize, token, refresh, revoke } = definition;
  const all: (readonly [string, string | undefined])[] = [
    ['authorize.url', authorize.url],
    ['token.url', token.url],
    ['refresh.url', refresh?.url],
    ['revoke.url', revoke?.url],
  ];
  return all.flatMap(([field, url]) => (url === undefined ? [] : [[field, url] as const]));
}

function schemeProblem(url: string, loopback: ApiDeps['loopback']): string | undefined {
  if (url.startsWith('https://')) return undefined;
  if (loopback === 'never') return 'must start with https://';
  return /^http:\/\/(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?(\/|$)/.test(url)
    ? undefined
    : 'must start with https:// (http:// only on this machine)';
}
