import { lacksValue, matchesText } from './matching.js';
import { type Play, Refused } from './play.js';
import type { Pairs } from './received.js';

/** A parameter that a request has to bring, or may bring. */
export interface Wanted {
  readonly name: string;
  readonly need: 'required' | 'allowed';
  /** Whether a value will do, and in which words it is described. */
  readonly fits: (value: string) => boolean;
  readonly described: string;
  /** The facts that a fitting value shows to be heeded. */
  readonly facts?: readonly string[];
  /** The error code of an answer to a value that does not fit. */
  readonly error?: string;
}

/** A parameter with a value that is known. */
export function exactly(
  name: string,
  value: string | undefined,
  more: Partial<Pick<Wanted, 'need' | 'facts' | 'error'>> = {},
): Wanted {
  return { name, need: 'required', fits: (given) => given === value, described: describe(value), ...more };
}

/** The parameters that a map of the facts names. */
export function fixed(
  play: Play,
  member: string,
  map: Readonly<Record<string, string>> | undefined,
): readonly Wanted[] {
  const given = Object.entries(map ?? {}).filter(([, template]) => !lacksValue(play, template));
  return given.map(([name, template]) => ({
    name,
    need: 'required',
    fits: (given) => matchesText(play, template, given) && isFresh(play, template, given),
    described: describe(template),
    facts: [`${member}.${name}`],
  }));
}

/** Random values are made anew for each request. */
function isFresh(play: Play, template: string, given: string): boolean {
  if (!template.includes('{random')) return true;
  const fresh = !play.nonces.has(given);
  play.nonces.add(given);
  return fresh;
}

/**
 * Refuses parameters that are missing, wrong, repeated or unknown to the facts. Where `only` says what a request takes,
 * that counts.
 */
export function checkParameters(
  play: Play,
  what: string,
  given: Pairs,
  wanted: readonly Wanted[],
  only?: { readonly fact: string; readonly names: readonly string[] },
): void {
  const byName = new Map<string, Wanted>();
  // What a map of the facts says of a standard parameter comes later and counts; both are seen.
  for (const one of wanted)
    byName.set(one.name, { ...one, facts: [...(byName.get(one.name)?.facts ?? []), ...(one.facts ?? [])] });
  const expected = only ? only.names.map((name) => byName.get(name) ?? anything(name)) : [...byName.values()];
  for (const [name, value] of given) {
    if (given.filter((pair) => pair[0] === name).length > 1) throw new Refused(`${what}: ${name} is sent twice`);
    const one = expected.find((item) => item.name === name);
    if (!one) throw new Refused(`${what}: ${name} is not known to the facts`);
    if (!one.fits(value)) throw new Refused(`${what}: ${name} is ${describe(value)}, not ${one.described}`, one.error);
  }
  for (const one of expected) {
    const isGiven = given.some(([name]) => name === one.name);
    if (!isGiven && (one.need === 'required' || only)) throw new Refused(`${what}: ${one.name} is missing`);
    if (isGiven) for (const fact of one.facts ?? []) play.seen.add(fact);
  }
  if (only) play.seen.add(only.fact);
}

function anything(name: string): Wanted {
  return { name, need: 'required', fits: (value) => value !== '', described: 'something' };
}

function describe(value: string | undefined): string {
  return value === undefined ? 'anything known' : JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}
