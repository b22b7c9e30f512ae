import { authorizationExplanations, tokenErrorOf } from '../callback/authorization-failure.js';
import type { AuthorizationError } from '../connection/connection-event.js';
import type { ConnectionId, GrantId, OrganizationId, WizardSessionId } from '../ids.js';
import { learnExpiry } from '../introspect/learn-expiry.js';
import type { Ports } from '../ports.js';
import { isGrantedDirectly } from '../provider/grant-type.js';
import { failureDetails } from './failure-details.js';
import { freezeTerms } from './freeze-terms.js';
import { keepGrant } from './keep-grant.js';
import { obtainDirectTokens } from './obtain-tokens.js';
import { openRequestValues } from './open-client.js';

export type DirectGrant =
  | { readonly kind: 'granted' }
  | { readonly kind: 'not_found' }
  /** Something is missing or does not fit, so nothing was sent; `field` names it, an input as `inputs.<name>`. */
  | { readonly kind: 'misconfigured'; readonly field: string; readonly message: string }
  /** The provider gave no tokens; the connection keeps what it had. */
  | {
      readonly kind: 'failed';
      readonly error: AuthorizationError;
      /** The provider's own words, scrubbed. */
      readonly details: Readonly<Record<string, string>>;
      readonly retryAfterSeconds?: number;
    };

/**
 * Connects where nobody has to be sent anywhere: asks the token endpoint with what is configured (RFC 6749 sections 4.3
 * and 4.4, RFC 7523 section 2.1) and stores the grant; a former one is let go of. Whoever asks again gets a new grant, so
 * this also tests changed inputs.
 */
export async function grantDirectly(
  ports: Pick<
    Ports,
    'connections' | 'grants' | 'vault' | 'transport' | 'clock' | 'random' | 'notices' | 'times' | 'bell'
  >,
  input: {
    readonly grantId: GrantId;
    readonly organizationId: OrganizationId;
    readonly connectionId: ConnectionId;
    /** Who asked, for the log. */
    readonly actor?: string;
    readonly wizardSessionId?: WizardSessionId;
  },
): Promise<DirectGrant> {
  const { grantId, organizationId, connectionId } = input;
  const found = await ports.connections.findToAuthorize(organizationId, connectionId);
  if (!found) return { kind: 'not_found' };
  if (!isGrantedDirectly(found.definition.grantType))
    return {
      kind: 'misconfigured',
      field: 'grantType',
      message: 'This connection needs a person: they consent at the provider, from the wizard.',
    };
  const frozen = freezeTerms(found);
  if (frozen.kind === 'misconfigured') return frozen;
  const { terms, client } = frozen;
  const actor = input.actor === undefined ? {} : { actor: input.actor };

  // Before anything is asked for: what could not be sealed would be lost.
  await ports.vault.prepare(organizationId);
  const holder = { organizationId, connectionId, client, terms, secretInputs: found.secretInputs };
  const values = await openRequestValues(ports, holder);
  const obtained = await obtainDirectTokens(ports, terms.server, values, found.scopes);
  if (obtained.kind === 'failure') {
    const error = tokenErrorOf(obtained);
    const details = failureDetails(obtained);
    const explanation = authorizationExplanations[error];
    await ports.connections.recordFailure(
      organizationId,
      connectionId,
      { kind: 'failed', error, details },
      { kind: 'authorization_failed', reason: error, ...actor, details: { ...details, explanation } },
    );
    const { retryAfterSeconds } = obtained;
    return { kind: 'failed', error, details, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  }
  const grant = { grantId, organizationId, connectionId, terms, requestedScopes: found.scopes };
  const { wizardSessionId } = input;
  const by = wizardSessionId === undefined ? actor : { ...actor, wizardSessionId };
  await keepGrant(ports, grant, obtained, { kind: 'connected', ...by });
  await learnExpiry(ports, { ...holder, grantId, generation: 1, context: obtained.context }, obtained.answer);
  return { kind: 'granted' };
}
