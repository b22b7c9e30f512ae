import type { AuthorizationError, EventKind, ProblemReason, RevocationOutcome } from '../codes.js';
import type { Names } from '../sentence.js';
import { failures, unknownFailure } from './problems.js';

/** What a log line is about; `reason` is already known to be in the closed list that belongs to the kind. */
export interface EventNames extends Names {
  /** A person, the integration's name or an IP address. */
  readonly actor?: string;
  /** The remote account's name. */
  readonly account?: string;
  readonly error?: AuthorizationError;
  readonly reason?: ProblemReason;
  readonly outcome?: RevocationOutcome;
  /** When access ends, of `expiring`: "on 2 May at 14:01". */
  readonly when?: string;
}

/** One line of the log: `title` in bold, `aside` muted behind it, `text` muted below it. */
export interface EventLine {
  readonly title: string;
  readonly aside?: string;
  readonly text?: string;
}

const by = (actor: string | undefined) => (actor === undefined ? {} : { aside: `by ${actor}` });

const renewalTrouble: Record<ProblemReason, (names: Names) => string> = {
  grant_rejected: () => 'The permission it gave us is no longer valid. We stopped trying; reconnect to carry on.',
  rotation_response_lost: () =>
    'The new key got lost on the way and the old one no longer works; reconnect to carry on.',
  authorization_expired: () => 'It asks for a new sign-in now and then; reconnect to carry on.',
  no_refresh_token: () => 'It did not let us renew access without you; reconnect to carry on.',
  provider_unavailable: () => 'It did not answer. We keep trying; you need not do anything.',
  client_misconfigured: ({ organization }) =>
    `It does not recognise ${organization}, which has been told. We keep trying.`,
  crashed: () => 'We were interrupted and cannot tell whether it went through.',
  connection_error: () => 'The account may lack a right, or something was changed there.',
};

const outcomes: Record<RevocationOutcome, (names: Names) => string> = {
  revoked: ({ provider }) => `${provider} confirmed that access was revoked. Our tokens are deleted.`,
  not_supported: ({ provider, organization }) =>
    `Our tokens are deleted. ${provider} cannot be told from here; also remove “${organization}” there.`,
  unconfirmed: ({ provider, organization }) =>
    `Our tokens are deleted. ${provider} has not confirmed that it revoked them; also remove “${organization}” there.`,
  superseded: () => 'A newer connection replaced this one. Its old tokens are deleted.',
};

export const events: Record<EventKind, (names: EventNames) => EventLine> & {
  readonly unknown: (names: EventNames) => EventLine;
} = {
  authorization_started: ({ provider, actor }) => ({ title: `Sign-in at ${provider} started`, ...by(actor) }),
  connected: ({ account, actor }) => {
    const aside = [account && `as ${account}`, actor && `by ${actor}`].filter(Boolean).join(', ');
    return { title: 'Connected', ...(aside === '' ? {} : { aside }) };
  },
  authorization_failed: (names) => ({
    title: `${names.provider} was not connected`,
    text: (names.error === undefined ? unknownFailure : failures[names.error]).sentence(names),
  }),
  authorization_cancelled: ({ provider, actor }) => ({
    title: `Sign-in at ${provider} was cancelled`,
    ...by(actor),
    text: 'Nothing was changed.',
  }),
  authorization_superseded: ({ provider }) => ({
    title: `A newer sign-in at ${provider} replaced the one before`,
    text: 'Nothing was changed.',
  }),
  renewed: () => ({ title: 'Access renewed' }),
  refresh_failed: (names) => ({
    title: `${names.provider} did not renew our access`,
    text: names.reason === undefined ? 'We keep trying.' : renewalTrouble[names.reason](names),
  }),
  reauthorization_required: (names) => ({
    title:
      names.reason === undefined || names.reason === 'grant_rejected'
        ? `${names.provider} refused to renew our access`
        : `Someone has to sign in at ${names.provider} again`,
    text: renewalTrouble[names.reason ?? 'grant_rejected'](names),
  }),
  expiring: ({ provider, when }) => ({
    title: `Access to ${provider} ends ${when ?? 'soon'}`,
    text: 'Reconnect before then, and nothing is interrupted; your settings and the log are kept.',
  }),
  recovered: ({ provider }) => ({ title: 'Working again', text: `${provider} accepts our access.` }),
  disconnect_requested: ({ actor }) => ({
    title: 'Disconnect was asked for',
    ...by(actor),
    text: 'This access is no longer used or renewed.',
  }),
  disconnected: (names) => ({
    title: 'Disconnected',
    ...(names.outcome === undefined ? {} : { text: outcomes[names.outcome](names) }),
  }),
  execution_succeeded: ({ integration, actor }) => ({
    title: `Used by ${integration}`,
    ...(actor === undefined || actor === integration ? {} : { aside: `from ${actor}` }),
  }),
  connection_error_reported: ({ provider, integration }) => ({
    title: `${integration} reported that it could not work with ${provider}`,
    text: 'The account may lack a right, or something was changed there.',
  }),
  access_token_rejected: ({ provider, integration }) => ({
    title: `${integration} reported that its access was rejected`,
    text: `We asked ${provider} for a new access token at once.`,
  }),
  inputs_changed: ({ actor }) => ({ title: 'Settings were changed', ...by(actor) }),
  unknown: ({ provider }) => ({ title: `Something happened with ${provider}` }),
};
