import {
  type Definition,
  definitionProblems,
  definitionUrls,
  type FieldProblem,
  type GrantType,
  type InputDefinition,
  validateDefinition,
  withInputs,
} from '@latchkey/oauth';
import { definitionVersion, providerByKey } from '@latchkey/providers';
import type { ApiDeps } from '../api-deps.js';
import type { FieldError } from '../errors.js';
import { checkPublicSuffixes } from './check-public-suffixes.js';

/** The definition that a config uses, pinned by its content. */
export interface ChosenDefinition {
  readonly providerKey?: string;
  readonly definition: Definition;
  readonly definitionVersion: string;
}

/**
 * Takes the definition from the catalogue or from the request, and checks it together with the inputs that the config
 * declares; what is wrong goes into `errors`.
 */
export function chooseDefinition(
  deps: Pick<ApiDeps, 'loopback'>,
  given: { readonly provider?: string; readonly definition?: Record<string, unknown> },
  declared: readonly InputDefinition[],
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
    checkTogether(definition, declared, errors);
    return { providerKey: key, definition, definitionVersion: definitionVersion(definition) };
  }
  const validated = validateDefinition(given.definition, declared);
  if (validated.kind === 'invalid') {
    errors.push(...validated.problems.map((problem) => placed(problem, ownInputs(given.definition, declared))));
    return undefined;
  }
  const { definition } = validated;
  checkPublicSuffixes(definition, declared, errors);
  for (const [field, url] of definitionUrls(definition)) {
    const message = schemeProblem(url, deps.loopback);
    if (message) errors.push({ field: `definition.${field}`, messages: [message] });
  }
  const { pkce, pkceReason } = definition.authorize ?? {};
  if (pkce === 'none' && pkceReason === undefined) {
    const message =
      'is required where authorize.pkce is none: say how the provider breaks on S256, for whoever reviews it';
    errors.push({ field: 'definition.authorize.pkceReason', messages: [message] });
  }
  return { definition, definitionVersion: definitionVersion(definition) };
}

/** Checks a definition that is known to be whole against the inputs that a config declares beside it. */
export function checkTogether(
  definition: Definition,
  declared: readonly InputDefinition[],
  errors: FieldError[],
): void {
  checkPublicSuffixes(definition, declared, errors);
  const own = ownInputs(definition, declared);
  errors.push(...definitionProblems(withInputs(definition, declared)).map((problem) => placed(problem, own)));
}

/** The grant type of a definition, which a config may repeat but not change; one that cannot be used yet is refused. */
export function grantTypeOf(
  definition: Definition,
  given: string | undefined,
  errors: FieldError[],
): GrantType | undefined {
  const { grantType = 'authorization_code' } = definition;
  const refuse = (message: string) => void errors.push({ field: 'grantType', messages: [message] });
  if (given !== undefined && given !== grantType) return refuse(`must be ${grantType}, as the definition says`);
  return grantType;
}

/** How many of the definition's own inputs stand before the declared ones. */
function ownInputs(definition: unknown, declared: readonly InputDefinition[]): number {
  const inputs: unknown = (definition as { readonly inputs?: unknown } | undefined)?.inputs;
  if (!Array.isArray(inputs)) return 0;
  return inputs.filter((input) => !declared.some(({ name }) => name === (input as InputDefinition | null)?.name))
    .length;
}

/** Where in the request a problem is: the config's own inputs come behind the definition's. */
function placed({ field, messages }: FieldProblem, own: number): FieldError {
  const [, index, rest] = /^inputs\.(\d+)(.*)$/.exec(field) ?? [];
  if (index !== undefined && Number(index) >= own)
    return { field: `inputs.${Number(index) - own}${rest}`, messages: [...messages] };
  return { field: field === '' ? 'definition' : `definition.${field}`, messages: [...messages] };
}

function schemeProblem(url: string, loopback: ApiDeps['loopback']): string | undefined {
  if (url.startsWith('https://') || url.startsWith('{')) return undefined;
  if (loopback === 'never') return 'must start with https://';
  return /^http:\/\/(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?(\/|$)/.test(url)
    ? undefined
    : 'must start with https:// (http:// only on this machine)';
}
