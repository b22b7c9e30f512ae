import { inputValueProblem } from '@latchkey/oauth';
import { lookUpsOf } from '../facts/extra-steps.js';
import type { Facts } from '../facts/facts-schema.js';
import { visit } from '../loopback-transport.js';
import type { EngineRun } from './engine-run.js';

/** The input that takes what a person finds by the facts' steps, named after the member that tells it. */
export function lookedUpInput(facts: Facts): string | undefined {
  return lookUpsOf(facts).at(-1)?.member;
}

/** The person who connects follows the steps to the token endpoint, page by page, and gives the last one's word. */
export async function lookUp(run: EngineRun): Promise<void> {
  const { play, connection, problems, done, server, name } = run;
  const known = new Map(play.customer);
  const wanted = lookedUpInput(play.facts);
  if (wanted === undefined) return;
  for (const { address, member, placeholder } of lookUpsOf(play.facts)) {
    const url = address.replaceAll(/\{([^{}]+)\}/g, (_, variable: string) => known.get(variable) ?? '');
    const { body } = await visit(server, name, url);
    known.set(placeholder, (JSON.parse(body) as Readonly<Record<string, string>>)[member] ?? '');
    known.set(member, known.get(placeholder) ?? '');
  }
  const value = known.get(wanted) ?? '';
  const input = connection.definition.inputs?.find((one) => one.name === wanted);
  if (!input) problems.push(`there is no input ${wanted}, which takes what the person finds`);
  const problem = input && inputValueProblem(input, value);
  if (problem) problems.push(`the input ${wanted} does not take ${value}: it ${problem}`);
  connection.inputs = { ...connection.inputs, [wanted]: value };
  done.push('look up');
}
