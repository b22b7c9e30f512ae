import type { WizardSessionId } from '../ids.js';
import type { Ports } from '../ports.js';
import { authorizationExplanations } from './authorization-failure.js';
import type { AnsweredConfirmation, ConfirmationAnswer } from './confirmations-port.js';
import type { EndedAuthorization } from './redeem-code.js';

export type ConfirmedAccount =
  | EndedAuthorization
  /** This browser has no such flow. */
  | { readonly kind: 'unknown' };

type ConfirmPorts = Pick<Ports, 'confirmations' | 'bell' | 'notices'>;

/**
 * The person says that the account is theirs: the connection takes the grant, and a former one is let go of. An answer
 * that comes twice gets the first result, one that comes too late `not_confirmed`.
 */
export async function confirmAccount(
  ports: ConfirmPorts,
  answer: ConfirmationAnswer & { readonly actor?: string; readonly wizardSessionId?: WizardSessionId },
): Promise<ConfirmedAccount> {
  const { actor, wizardSessionId } = answer;
  const answered = await ports.confirmations.confirm(answer, {
    kind: 'connected',
    ...(actor === undefined ? {} : { actor }),
    ...(wizardSessionId === undefined ? {} : { wizardSessionId }),
  });
  return await resultOf(ports, answered, { kind: 'succeeded' });
}

/** The person says that it is not: the grant is revoked, and the connection keeps what it has. */
export async function declineAccount(
  ports: ConfirmPorts,
  answer: ConfirmationAnswer & { readonly actor?: string },
): Promise<ConfirmedAccount> {
  const actor = answer.actor === undefined ? {} : { actor: answer.actor };
  const details = { cause: 'declined' };
  const outcome = { kind: 'failed', error: notConfirmed, details } as const;
  const answered = await ports.confirmations.decline(answer, outcome, {
    kind: 'authorization_failed',
    reason: notConfirmed,
    ...actor,
    details: { ...details, explanation: authorizationExplanations[notConfirmed] },
  });
  return await resultOf(ports, answered, outcome);
}

const notConfirmed = 'not_confirmed';

async function resultOf(
  ports: ConfirmPorts,
  answered: AnsweredConfirmation,
  now: { readonly kind: 'succeeded' } | Omit<EndedAuthorization & { readonly kind: 'failed' }, 'session'>,
): Promise<ConfirmedAccount> {
  if (answered.kind === 'unknown') return answered;
  const { session } = answered;
  if (answered.kind === 'ended') {
    const { outcome } = answered;
    if (outcome.kind !== 'unconfirmed') return { ...outcome, session };
    return { kind: 'failed', session, error: notConfirmed, details: { cause: 'too late' } };
  }
  // One grant or the other is revoking now.
  await ports.bell.ring('revoke').catch((error: unknown) => {
    ports.notices.notice({ kind: 'bell_failed', tick: 'revoke', error });
  });
  return { ...now, session };
}
