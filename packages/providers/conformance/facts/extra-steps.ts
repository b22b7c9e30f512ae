import type { Facts, RequestFacts } from './facts-schema.js';

/** A page on the way to the token endpoint: which member of its answer leads on. */
export interface LookUp {
  readonly address: string;
  readonly method: string;
  readonly member: string;
  /** What the facts call that member's value. */
  readonly placeholder: string;
}

/** A token request that the facts describe as the last of several steps. */
export interface TokenStep {
  readonly fact: string;
  readonly address: string;
  readonly request: RequestFacts;
}

/** The steps that find the token endpoint: the first is at `token_url`, each names the next one's address. */
export function lookUpsOf(facts: Facts): readonly LookUp[] {
  const { token_url, http_method = 'GET', extra_steps: steps = [] } = facts;
  const pages = [{ url: token_url, method: http_method }, ...steps.slice(0, -1)];
  return steps.map(({ url: next }, index) => {
    const page = pages[index] as (typeof pages)[number];
    const [, placeholder = '', member = ''] = /^\{(step\d+\.([^{}]+))\}/.exec(next) ?? [];
    if (placeholder !== `step${index + 1}.${member}`)
      throw new Error(`extra_steps.${index} does not begin with what step ${index + 1} told`);
    return { address: page.url, method: page.method, member, placeholder };
  });
}

/** The token request, where the facts have it as the last step. */
export function tokenStepOf({ extra_steps: steps = [] }: Facts): TokenStep | undefined {
  const last = steps.at(-1);
  if (!last) return undefined;
  const { url, params = {}, headers = {} } = last;
  return {
    fact: `extra_steps.${steps.length - 1}`,
    address: url,
    request: { method: last.method as NonNullable<RequestFacts['method']>, params, headers },
  };
}

/** The facts of the steps, each as a whole, and of the token request part by part. */
export function stepFacts(facts: Facts): readonly string[] {
  const step = tokenStepOf(facts);
  return [
    ...(facts.extra_steps ?? []).map((_, index) => `extra_steps.${index}`),
    ...Object.keys(step?.request.params ?? {}).map((name) => `${step?.fact}.params.${name}`),
    ...Object.keys(step?.request.headers ?? {}).map((name) => `${step?.fact}.headers.${name}`),
  ];
}
