import { StartError } from './start-error.js';

/** How one environment variable is read. Made by {@link text}, {@link integer}, {@link port}, {@link url} and the like. */
export interface Variable<T> {
  /** What to set it to, for the person who forgot it: "the URL of the database, as postgresql://…". */
  readonly about: string;
  /** Returns the value, or throws an error that says what it must be. The text itself is never repeated: it may be secret. */
  readonly parse: (text: string) => T;
  /** The value when it is not set; without it the variable must be set. */
  readonly fallback?: { readonly value: T };
}

/** The values of an environment by the names of its variables. */
export type Environment<Spec> = { readonly [Name in keyof Spec]: Spec[Name] extends Variable<infer T> ? T : never };

/**
 * Reads the environment variables of `spec`. One that is set to nothing counts as not set. Throws one
 * {@link StartError} with a line for each that is missing or malformed, with its name and what to do.
 */
export function requireEnvironment<Spec extends Readonly<Record<string, Variable<unknown>>>>(
  spec: Spec,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Environment<Spec> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(spec)) {
    const given = env[name];
    if (given === undefined || given === '') {
      if (variable.fallback) values[name] = variable.fallback.value;
      else problems.push(`${name} is not set: set it to ${variable.about}.`);
      continue;
    }
    try {
      values[name] = variable.parse(given);
    } catch (error) {
      problems.push(`${name} ${(error as Error).message}: set it to ${variable.about}.`);
    }
  }
  if (problems.length > 0) throw new StartError(problems.join('\n'));
  return values as Environment<Spec>;
}

/** The variable may be left out, and then has this value. */
export function withDefault<T, D>(variable: Variable<T>, value: D): Variable<T | D> {
  return { ...variable, fallback: { value } };
}

/** Any text. */
export function text(about: string): Variable<string> {
  return { about, parse: (given) => given };
}

/** A whole number from `min` to `max`. */
export function integer(about: string, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): Variable<number> {
  const parse = (given: string) => {
    const value = Number(given);
    if (/^-?\d+$/.test(given) && value >= min && value <= max) return value;
    throw new Error(
      max === Number.MAX_SAFE_INTEGER
        ? `must be a whole number from ${min}`
        : `must be a whole number from ${min} to ${max}`,
    );
  };
  return { about, parse };
}

/** A TCP port; 0 takes any free one. */
export function port(about: string): Variable<number> {
  return integer(about, { max: 65_535 });
}

/** An absolute URL with one of these schemes, as written: `['https']`, `['postgres', 'postgresql']`. */
export function url(about: string, schemes: readonly string[]): Variable<string> {
  const parse = (given: string) => {
    if (URL.canParse(given) && schemes.includes(new URL(given).protocol.slice(0, -1))) return given;
    throw new Error(`must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`);
  };
  return { about, parse };
}

/** One of these words. */
export function oneOf<const Choice extends string>(about: string, choices: readonly Choice[]): Variable<Choice> {
  const parse = (given: string) => {
    const choice = choices.find((it) => it === given);
    if (choice !== undefined) return choice;
    throw new Error(`must be ${choices.map((it) => `"${it}"`).join(' or ')}`);
  };
  return { about, parse };
}
