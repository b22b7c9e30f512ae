import type { Definition } from '../provider/definition.js';
import { isGrantedDirectly } from '../provider/grant-type.js';
import { type Finding, finding } from './finding.js';

/** What a config says, as far as it can be judged without asking anybody. */
export interface ConfigFacts {
  readonly definition: Definition;
  /** Whether the definition is the vendor's own; the catalogue's choices were made with the provider's pages at hand. */
  readonly origin: 'catalogue' | 'inline';
  readonly scopes: readonly string[];
  /** Names of inputs that have a value for this check. */
  readonly given: readonly string[];
}

/** Scope names by which providers grant access while the person is away. */
const offlineScope = /^(offline([_.]access)?|refresh_token|offline_?access)$/i;

/** Findings that the definition and the config show by themselves: inputs, scopes, PKCE, revocation. Pure. */
export function checkDefinition({ definition, origin, scopes, given }: ConfigFacts): readonly Finding[] {
  const findings: Finding[] = [];
  for (const input of definition.inputs ?? [])
    if (input.required && input.default === undefined && !given.includes(input.name) && input.visibility !== 'customer')
      findings.push(finding('input_needed', `inputs.${input.name}`, input.label));
  if (!isGrantedDirectly(definition.grantType)) {
    const offered = definition.scopes ?? [];
    const offline = offered.find(({ scope }) => offlineScope.test(scope));
    if (offline && !scopes.includes(offline.scope))
      findings.push(finding('offline_scope_missing', 'scopes', offline.scope));
    for (const { scope, need } of offered)
      if (need === 'required' && !scopes.includes(scope) && scope !== offline?.scope)
        findings.push(finding('required_scope_missing', 'scopes', scope));
    const { pkce } = definition.authorize ?? {};
    if (origin === 'inline' && pkce === 'none') findings.push(finding('pkce_off', 'definition.authorize.pkce'));
    if (origin === 'inline' && pkce === 'plain') findings.push(finding('pkce_plain', 'definition.authorize.pkce'));
  }
  if (!definition.revoke) findings.push(finding('revocation_missing', 'definition.revoke'));
  return findings;
}
