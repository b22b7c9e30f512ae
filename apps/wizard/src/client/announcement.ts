import type { WizardConnection } from '@latchkey/sdk';
import { faceOf } from '@latchkey/sdk/elements';
import { AUTHORIZATION_ERRORS, isOneOf, plainText, type StatusWord } from '@latchkey/sdk/messages';
import { failureText } from './card-view.js';
import { namesOf, type WizardContext } from './wizard-context.js';

/** A connection as it was last shown: its state from the server and its word, which may run ahead of it. */
export interface Shown {
  readonly connection: WizardConnection;
  readonly word: StatusWord;
}

/** The sentence that tells what changed on one card, or `undefined` when its word stayed the same and nothing is asked. */
export function announcement(
  before: Shown | undefined,
  after: Shown,
  cause: 'cancelled' | 'tested' | 'other',
  context: Pick<WizardContext, 'messages' | 'state'>,
): string | undefined {
  const { messages, state } = context;
  if (cause === 'tested') return testAnnouncement(after.connection, context);
  if (before === undefined) return undefined;
  const names = namesOf(state, after.connection);
  const asked = after.connection.authorization;
  if (asked?.kind === 'confirm' && before.connection.authorization?.kind !== 'confirm')
    return messages.announce.confirm(
      messages.confirm.title(names.provider),
      asked.account === undefined ? undefined : plainText(asked.account),
    );
  const code = asked?.kind === 'device_code' ? asked.device?.userCode : undefined;
  if (code !== undefined && code !== codeOf(before.connection)) return messages.device.announce(names.provider, code);
  if (before.word === after.word) return undefined;
  if (after.word === 'waiting') return messages.announce.waiting(names.provider);
  if (before.word === 'waiting' && after.word !== 'disconnecting') {
    const failure = after.connection.lastFailure;
    if (failure !== undefined && failure.at !== before.connection.lastFailure?.at) {
      const code = isOneOf(AUTHORIZATION_ERRORS, failure.error) ? failure.error : 'provider_error';
      return failureText(after.connection, code, context);
    }
    const isNew =
      before.connection.status !== 'active' || after.connection.connectedAt !== before.connection.connectedAt;
    if (isNew && after.connection.status === 'active') return messages.announce.connected(names.provider);
    if (cause === 'cancelled') return messages.announce.cancelled(names.provider);
  }
  const outcome = after.connection.lastRevocation?.outcome;
  if (before.word === 'disconnecting' && after.word === 'not_connected' && outcome !== undefined) {
    const note = messages.revocations[outcome](names);
    if (note !== undefined) return `${note.lead} ${note.before}${note.link}${note.after}`;
  }
  return messages.announce.status(names.provider, messages.status[after.word]);
}

/** How a test that the person asked for went, whatever it changed. */
function testAnnouncement(connection: WizardConnection, context: Pick<WizardContext, 'messages' | 'state'>): string {
  const { card } = context.messages;
  const { error } = connection.lastFailure ?? {};
  if (error === undefined) {
    const { lead, rest } = card.testWorked(connection.name);
    return `${lead} ${rest}`;
  }
  const code = isOneOf(AUTHORIZATION_ERRORS, error) ? error : 'provider_error';
  return `${card.testFailed} ${failureText(connection, code, context)}`;
}

/** The word that a card shows: waiting from the moment Connect was pressed. */
export function shownWord(connection: WizardConnection, started: 'started' | 'idle'): StatusWord {
  return started === 'started' ? 'waiting' : faceOf(connection).word;
}

function codeOf({ authorization }: WizardConnection): string | undefined {
  return authorization?.kind === 'device_code' ? authorization.device?.userCode : undefined;
}
