import { type CompletionKind, completionProblem, type Definition } from '@latchkey/oauth';
import type { FieldError } from '../errors.js';

/** How a config finishes its flows, as it would be after a change. */
export interface CompletionSettings {
  readonly completion: CompletionKind;
  readonly completionRedirectUri: string | null | undefined;
}

/** Checks that flows of a definition can be finished so; what is wrong goes into `errors`. */
export function checkCompletion(definition: Definition, settings: CompletionSettings, errors: FieldError[]): void {
  const refuse = (field: string, message: string) => errors.push({ field, messages: [message] });
  const { completion, completionRedirectUri } = settings;
  const { authorize, callback } = definition;
  const isRedirected = (definition.grantType ?? 'authorization_code') === 'authorization_code';
  const problem = completionProblem(
    { ...(isRedirected && authorize ? { authorize } : {}), ...(callback ? { callback } : {}) },
    completion,
  );
  if (problem) refuse('completion', problem);
  if (completion === 'embedded' && !completionRedirectUri)
    refuse('completionRedirectUri', 'is required with completion embedded: the completion code goes there');
  if (completion !== 'embedded' && completionRedirectUri)
    refuse('completionRedirectUri', 'is for completion embedded only: leave it out');
}
