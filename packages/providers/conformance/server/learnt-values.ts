import type { Facts } from '../facts/facts-schema.js';
import type { Play } from './play.js';

type Variable = NonNullable<Facts['url_variables']>[number];

/** What the callback brings besides code and state. */
export function tellCallback(play: Play): readonly (readonly [string, string])[] {
  const { capture, url_variables = [] } = play.facts;
  const variables = url_variables.filter(({ source }) => source === 'callback').map(({ name }) => name);
  return [...new Set([...(capture?.callback ?? []), ...variables])].map((name) => [name, tell(play, name, 'callback')]);
}

/** What the token answer brings besides the tokens, by the path at which it stands. */
export function tellTokenAnswer(play: Play): readonly (readonly [string, string])[] {
  const { capture, url_variables = [] } = play.facts;
  const paths = capture?.token_response ?? [];
  const variables = url_variables.filter(({ source }) => source === 'token_response').map(({ name }) => name);
  const more = paths.length > 0 ? [] : variables;
  return [...paths, ...more].map((path) => [path, tell(play, path, 'token_response')]);
}

/** A value that fits the place in which it is used, remembered by every name that the facts have for it. */
function tell(play: Play, path: string, source: Variable['source']): string {
  const variables = (play.facts.url_variables ?? []).filter((variable) => variable.source === source);
  const variable = variables.find(({ name }) => name === path) ?? (variables.length === 1 ? variables[0] : undefined);
  const value = variable ? exampleOf(variable) : `told-${path.replaceAll('.', '-')}`;
  play.told.set(path, value);
  if (variable) play.told.set(variable.name, value);
  return value;
}

function exampleOf({ name, default: usual, enum: choices, example, in: places }: Variable): string {
  const given = example ?? choices?.at(-1) ?? usual;
  if (given !== undefined) return given;
  const slots = Object.values(places);
  if (slots.includes('url')) return 'https://api.acme.example';
  return slots.includes('host') ? 'api.acme.example' : `told-${name}`;
}
