import type { WizardConnection } from '@latchkey/sdk';
import { type ConnectionFace, faceFor, faceOf, type GlyphName } from '@latchkey/sdk/elements';
import {
  AUTHORIZATION_ERRORS,
  type AuthorizationError,
  isOneOf,
  PROBLEM_REASONS,
  plainText,
  type Sentence,
} from '@latchkey/sdk/messages';
import { namesOf, type WizardContext } from './wizard-context.js';

/** A box with a glyph, a bold lead and a sentence that may hold one link. */
export interface Callout extends Sentence {
  readonly tone: 'red' | 'yellow' | 'plain';
  readonly glyph: GlyphName;
  readonly link?: { readonly text: string; readonly url?: string; readonly after: string };
}

/** One fact of the line under the callouts: muted text, and a value that stands out. */
export interface Fact {
  readonly text: string;
  readonly value?: string;
}

/** The button of the Connect form: its text, that with edited settings, and that while its answer is awaited here. */
export interface Submit {
  readonly text: string;
  readonly edited: string;
  readonly busy?: string;
  readonly kind: 'primary' | 'secondary';
}

/** All that a card shows, decided in one place. */
export interface CardView {
  readonly face: ConnectionFace;
  readonly callouts: readonly Callout[];
  readonly facts: readonly Fact[];
  /** `ask` = chips and boxes before connecting; `granted` = what was granted; `none`. */
  readonly permissions: 'ask' | 'granted' | 'none';
  /** The button that submits the Connect form, left out where this session may not or where it makes no sense now. */
  readonly submit?: Submit;
  /** `open` = the fields are always there; `editable` = under "Edit settings"; `none`. */
  readonly inputs: 'open' | 'editable' | 'none';
  readonly disconnect: 'offered' | 'none';
  readonly log: 'offered' | 'none';
}

/** The view of a connection. `started` = the person pressed Connect here and the server has not said so yet. */
export function cardView(connection: WizardConnection, started: 'started' | 'idle', context: WizardContext): CardView {
  const { messages } = context;
  const face = started === 'started' ? faceFor('waiting') : faceOf(connection);
  const busy = face.tone === 'busy';
  const may = (verb: 'connect' | 'disconnect' | 'log') => connection.verbs.includes(verb);
  const connected = connection.status === 'active' || connection.status === 'error';
  const submit = busy || !may('connect') ? undefined : submitButton(connection, face, messages);
  // Where nobody consents there is nothing to be asked.
  const asked = connection.connects === 'directly' ? 'none' : 'ask';
  const hasInputs = connection.inputs.length > 0 && submit !== undefined;
  return {
    face,
    callouts: busy ? [] : callouts(connection, face, context),
    facts: facts(connection, face, context),
    permissions: busy || face.word === 'attention' ? 'none' : face.word === 'not_connected' ? asked : 'granted',
    ...(submit === undefined ? {} : { submit }),
    inputs: !hasInputs ? 'none' : connected ? 'editable' : 'open',
    disconnect: connected && !busy && may('disconnect') ? 'offered' : 'none',
    log: face.word !== 'waiting' && may('log') ? 'offered' : 'none',
  };
}

function submitButton(
  connection: WizardConnection,
  face: ConnectionFace,
  { card: words, device: { asking } }: WizardContext['messages'],
): Submit {
  if (connection.connects === 'directly') {
    const mends = face.word === 'not_connected' || (face.word === 'attention' && connection.inputs.length > 0);
    return { text: words.test, edited: words.test, busy: words.testing, kind: mends ? 'primary' : 'secondary' };
  }
  const edited = words.reconnect;
  const busy = connection.connects === 'by_device_code' ? { busy: asking } : {};
  if (face.word === 'not_connected') return { text: words.connect, edited, ...busy, kind: 'primary' };
  if (face.word === 'attention') {
    const others =
      connection.reason?.code === 'client_misconfigured' || connection.reason?.code === 'provider_unavailable';
    return { text: words.reconnect, edited, ...busy, kind: others ? 'secondary' : 'primary' };
  }
  const text = missingScopes(connection).length > 0 ? words.reconnect : words.useAnother;
  return { text, edited, ...busy, kind: 'secondary' };
}

/** Required scopes that were asked for and not granted, by label. */
function missingScopes(connection: WizardConnection): readonly string[] {
  return connection.scopes.filter((s) => s.required && s.granted === false).map((s) => s.label ?? s.scope);
}

function callouts(connection: WizardConnection, face: ConnectionFace, context: WizardContext): readonly Callout[] {
  const { messages, formats, state } = context;
  const names = namesOf(state, connection);
  const list: Callout[] = [];
  if (face.word === 'attention') {
    const { code, since } = connection.reason ?? {};
    const known = isOneOf(PROBLEM_REASONS, code) ? code : 'unknown';
    const problem = isMendable(connection, known) ? messages.settingsProblem : messages.problems[known];
    const when = since === undefined ? {} : { when: formats.when(since) };
    list.push({ tone: 'red', glyph: 'triangle', ...problem({ ...names, ...when }) });
  }
  const missing = missingScopes(connection);
  if (missing.length > 0 && (face.word === 'not_used' || face.word === 'working')) {
    const sentence = messages.card.missing(formats.list(missing), missing.length);
    list.push({ tone: 'yellow', glyph: 'triangle', ...sentence });
  }
  const failure = connection.lastFailure;
  const revocation = connection.status === 'pending' ? connection.lastRevocation : undefined;
  if (failure !== undefined && failure.error !== 'superseded') {
    const code = isOneOf(AUTHORIZATION_ERRORS, failure.error) ? failure.error : 'provider_error';
    const lead = connection.status === 'pending' ? messages.card.failed(names.provider) : messages.card.failedAgain;
    const rest = failureText(connection, code, context);
    list.push({
      tone: 'plain',
      glyph: 'info',
      lead: connection.connects === 'directly' ? messages.card.testFailed : lead,
      rest,
    });
  } else if (revocation !== undefined) {
    const note = messages.revocations[revocation.outcome]?.(names);
    if (note !== undefined) {
      const url = connection.connectedAppsUrl;
      const link = { text: note.link, ...(url === undefined ? {} : { url }), after: note.after };
      list.push({ tone: 'plain', glyph: 'info', lead: note.lead, rest: note.before, link });
    }
  }
  return list;
}

/** Codes that speak of what the person gave, where it was given here and not at the provider. */
function isMendable({ connects, inputs }: WizardConnection, code: string): boolean {
  const theirs = [
    'client_misconfigured',
    'provider_error',
    'grant_rejected',
    'authorization_expired',
    'no_refresh_token',
    'unknown',
  ];
  return connects === 'directly' && inputs.length > 0 && theirs.includes(code);
}

/** Why the latest attempt to connect failed, as the card, the log and the live region say it. */
export function failureText(
  connection: WizardConnection,
  code: AuthorizationError,
  { messages, state }: Pick<WizardContext, 'messages' | 'state'>,
): string {
  if (isMendable(connection, code)) return messages.card.settingsRefused(connection.name);
  return messages.failures[code].sentence(namesOf(state, connection));
}

function facts(connection: WizardConnection, face: ConnectionFace, context: WizardContext): readonly Fact[] {
  const { messages, formats, state } = context;
  if (face.word === 'not_connected') return [];
  if (face.word === 'disconnecting') {
    return [{ text: messages.card.disconnecting(state.integration.name, connection.name) }];
  }
  if (face.word === 'waiting') {
    return connection.inputs
      .filter((input) => input.type !== 'secret' && input.value !== undefined && input.value !== '')
      .map((input) => {
        const choice = input.choices?.find(({ value }) => value === input.value)?.label;
        return { text: input.label, value: choice ?? `${input.prefix ?? ''}${input.value}${input.suffix ?? ''}` };
      });
  }
  const list: Fact[] = [];
  if (connection.accountLabel !== undefined) {
    list.push({ text: messages.card.connectedAs, value: plainText(connection.accountLabel) });
  } else if (connection.connectedAt !== undefined) {
    list.push({ text: messages.card.connectedWhen(formats.when(connection.connectedAt)) });
  }
  if (face.word === 'not_used') list.push({ text: messages.card.turnsGreen(state.integration.name) });
  else if (connection.lastUsedAt !== undefined) {
    list.push({ text: messages.card.lastUsed(formats.ago(connection.lastUsedAt)) });
  }
  return list;
}
