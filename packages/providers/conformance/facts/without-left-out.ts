import type { Facts } from './facts-schema.js';

const demanded = ['authorize_params', 'token_params', 'refresh_params'] as const satisfies readonly (keyof Facts)[];

/** The facts without the parameters that the catalogue leaves out: the server then refuses them. */
export function withoutLeftOut(facts: Facts, leftOut: readonly string[]): Facts {
  const kept = demanded.flatMap((member) => {
    const map = facts[member];
    const isKept = ([name]: readonly [string, string]) => !leftOut.includes(`${member}.${name}`);
    return map === undefined ? [] : [[member, Object.fromEntries(Object.entries(map).filter(isKept))] as const];
  });
  return { ...facts, ...Object.fromEntries(kept) };
}
