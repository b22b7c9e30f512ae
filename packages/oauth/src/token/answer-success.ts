import type { ResponseDefinition } from '../provider/definition.js';
import { valueAt, wordOf } from './answer-path.js';

/** Whether an answer is a success by what its definition asks of one: a member that says so, and none of failures. */
export function saysSuccess(body: unknown, { success, failure }: ResponseDefinition): boolean {
  const sign = failure ? valueAt(body, failure.path) : undefined;
  const isFailure =
    sign !== undefined && sign !== null && sign !== '' && failure?.except?.includes(wordOf(sign)) !== true;
  return !isFailure && (!success || success.values.includes(wordOf(valueAt(body, success.path))));
}
