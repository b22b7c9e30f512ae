import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkSchema } from '@latchkey/oauth';
import { type Facts, factsSchema } from './facts-schema.js';

/** Where the files of facts are: one per provider, named after its key. */
export function factsFolder(packageRoot: string): string {
  return path.join(packageRoot, 'facts');
}

/** What is wrong with a file of facts, in words; empty when nothing is. */
export function factsProblems(key: string, json: unknown): readonly string[] {
  const problems = checkSchema(factsSchema, json).map(({ field, messages }) => `${field} ${messages.join(', ')}`);
  if (problems.length > 0) return problems;
  const facts = json as Facts;
  return facts.key === key ? [] : [`key is ${facts.key}, but the file is named ${key}.json`];
}

/** A file of facts that is none; the message is for people. */
export class UnreadableFacts extends Error {}

/** Every file of facts, sorted by key. Throws an UnreadableFacts. */
export function readFacts(folder: string): readonly Facts[] {
  const keys = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
  return keys.map((key) => {
    const json = parsed(key, readFileSync(path.join(folder, `${key}.json`), 'utf8'));
    const problems = factsProblems(key, json);
    if (problems.length > 0) throw new UnreadableFacts(`facts/${key}.json: ${problems.join('; ')}`);
    return json as Facts;
  });
}

function parsed(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnreadableFacts(`facts/${key}.json: is no JSON: ${(error as Error).message}`);
  }
}
