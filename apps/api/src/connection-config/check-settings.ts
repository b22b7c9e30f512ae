import { returnUrlProblem } from '@latchkey/oauth';
import type { ApiDeps } from '../api-deps.js';
import type { FieldError } from '../errors.js';
import { environmentPattern } from '../wire/schema.js';

/** What a request says of a config besides its definition and inputs. */
export interface Settings {
  readonly scopes?: readonly string[];
  readonly environments?: Readonly<Record<string, unknown>>;
  readonly oauthSuccessRedirectUri?: string | null;
  readonly oauthFailureRedirectUri?: string | null;
  readonly completionRedirectUri?: string | null;
}

/** Checks what schemas cannot; what is wrong goes into `errors`, with what to do. */
export function checkSettings(deps: Pick<ApiDeps, 'loopback'>, settings: Settings, errors: FieldError[]): void {
  const refuse = (field: string, message: string) => errors.push({ field, messages: [message] });
  for (const [index, scope] of (settings.scopes ?? []).entries())
    if (!/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)) refuse(`scopes.${index}`, 'must be one scope, without spaces');
  for (const name of Object.keys(settings.environments ?? {}))
    if (!environmentPattern.test(name))
      refuse(`environments.${name}`, 'must be named with small letters, digits, - and _, as in production');
  for (const field of ['oauthSuccessRedirectUri', 'oauthFailureRedirectUri', 'completionRedirectUri'] as const) {
    const url = settings[field];
    const problem =
      typeof url === 'string'
        ? returnUrlProblem(url, deps.loopback === 'development' ? 'allowed' : 'refused')
        : undefined;
    if (problem) refuse(field, problem);
  }
}
