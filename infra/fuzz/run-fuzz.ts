import type { Scope } from '../e2e/scope.js';
import { drawRequest } from './draw-request.js';
import { openFuzzWorld } from './fuzz-world.js';
import { judge } from './judge.js';
import { readOpenApi } from './openapi.js';
import { createRandom } from './random.js';
import type { Answer } from './send.js';

export interface FuzzOptions {
  readonly seed: number;
  /** How many requests, over all routes in turn. */
  readonly requests: number;
  /** Of one operation only, by its operationId. */
  readonly only?: string | undefined;
  /** Hears of the progress now and then. */
  readonly onProgress?: (done: number, findings: number) => void;
}

/** A request that was answered as it must not be. */
export interface Finding {
  /** Its number: with the same seed it is drawn again. */
  readonly number: number;
  readonly operationId: string;
  readonly what: string;
  /** The request in one line, cut short. */
  readonly request: string;
  readonly answer: string;
  /** What the process logged of it, for a 5xx. */
  readonly logged?: string;
}

export interface FuzzReport {
  readonly findings: readonly Finding[];
  /** Answers by status; `hang` and `lost` for none. */
  readonly answers: Readonly<Record<string, number>>;
  /** Operations that never did what they are for. */
  readonly neverDone: readonly string[];
}

const concurrency = 12;
/** What there is is read anew so often: valid requests delete some of it. */
const roundOf = 240;

/** Sends requests drawn from the API's own OpenAPI document to a real process, and judges each answer. */
export async function runFuzz(scope: Scope, options: FuzzOptions): Promise<FuzzReport> {
  const world = await openFuzzWorld(scope, concurrency);
  const api = await readOpenApi(world.url);
  const operations = api.operations.filter(({ id }) => options.only === undefined || id === options.only);
  if (operations.length === 0) throw new Error(`the document has no operation ${options.only}`);
  const findings: Finding[] = [];
  const answers: Record<string, number> = {};
  const done = new Set<string>();
  let isEnded = false;
  void world.api.ended.then(() => {
    isEnded = true;
  });

  for (let from = 0; from < options.requests; from += roundOf) {
    const known = await world.known();
    const one = async (number: number) => {
      const operation = operations[number % operations.length] as (typeof operations)[number];
      const drawn = drawRequest(api, operation, createRandom(options.seed + number), known, world.apiKey);
      const answer = await world.send(drawn);
      const told = answer.kind === 'answer' ? String(answer.status) : answer.kind;
      answers[told] = (answers[told] ?? 0) + 1;
      if (told.startsWith('2')) done.add(operation.id);
      for (const what of judge(drawn, answer, world.secrets)) {
        const logged = loggedOf(world.api.log, answer);
        findings.push({
          ...(logged === undefined ? {} : { logged }),
          ...{ number, operationId: operation.id, what, answer: short(textOf(answer), 600) },
          request: short(
            `${drawn.method} ${drawn.target} ${JSON.stringify(withoutKey(drawn.headers))} ${drawn.body ?? ''}`,
            900,
          ),
        });
      }
    };
    let next = from;
    const until = Math.min(from + roundOf, options.requests);
    const lane = async () => {
      while (next < until) await one(next++);
    };
    await Promise.all(Array.from({ length: concurrency }, lane));
    if (isEnded) throw new Error(`the API process ended:\n${world.api.log.slice(-20).join('\n')}`);
    options.onProgress?.(until, findings.length);
  }
  const neverDone = operations.map(({ id }) => id).filter((id) => !done.has(id));
  return { findings, answers, neverDone };
}

/** The error that a 5xx stands for: its line has the request's id. */
function loggedOf(log: readonly string[], answer: Answer): string | undefined {
  if (answer.kind !== 'answer' || answer.status < 500) return undefined;
  const id = String(answer.headers['x-request-id']);
  const line = log.findLast((one) => one.includes(id) && one.includes('"err"'));
  return line === undefined ? undefined : short(line, 1500);
}

function textOf(answer: Answer): string {
  if (answer.kind === 'answer') return `${answer.status} ${answer.headers['content-type']} ${answer.text}`;
  return answer.kind === 'hang' ? 'nothing' : answer.message;
}

function withoutKey({ authorization: _, ...headers }: Readonly<Record<string, string>>) {
  return headers;
}

function short(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
}
