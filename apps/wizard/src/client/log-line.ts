import type { WizardConnection, WizardEvent } from '@latchkey/sdk';
import type { GlyphName } from '@latchkey/sdk/elements';
import {
  AUTHORIZATION_ERRORS,
  EVENT_KINDS,
  type EventLine,
  type EventNames,
  isOneOf,
  PROBLEM_REASONS,
  plainText,
  REVOCATION_OUTCOMES,
} from '@latchkey/sdk/messages';
import { failureText } from './card-view.js';
import { namesOf, type WizardContext } from './wizard-context.js';

/** The words of a log line. Codes that this page does not know are left out, never shown raw. */
export function logLine(event: WizardEvent, connection: WizardConnection, context: WizardContext): EventLine {
  const { reason, actor, account, expiresAt } = event;
  const names: EventNames = {
    ...namesOf(context.state, connection),
    ...(actor === undefined ? {} : { actor: plainText(actor) }),
    ...(account === undefined ? {} : { account: plainText(account) }),
    ...(expiresAt === undefined ? {} : { when: context.formats.when(expiresAt) }),
    ...(isOneOf(AUTHORIZATION_ERRORS, reason) ? { error: reason } : {}),
    ...(isOneOf(PROBLEM_REASONS, reason) ? { reason } : {}),
    ...(isOneOf(REVOCATION_OUTCOMES, reason) ? { outcome: reason } : {}),
  };
  const line = context.messages.events[isOneOf(EVENT_KINDS, event.kind) ? event.kind : 'unknown'](names);
  if (event.kind !== 'authorization_failed' || names.error === undefined) return line;
  return { ...line, text: failureText(connection, names.error, context) };
}

/** The shape beside a log line. */
export function logGlyph({ kind, severity }: WizardEvent): GlyphName {
  if (severity === 'problem') return 'triangle';
  if (kind === 'connected') return 'chain';
  if (kind === 'execution_succeeded') return 'bolt';
  if (kind === 'disconnected' || kind === 'disconnect_requested') return 'stop';
  return severity === 'good' ? 'tickInRing' : 'info';
}
