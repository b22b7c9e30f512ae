import type { AuthorizationError, ProblemReason, RevocationOutcome } from '../codes.js';
import type { LinkedSentence, Names, Sentence } from '../sentence.js';

/** Names, and when it began ("today at 09:12"); `when` is left out where it is unknown. */
export interface ProblemNames extends Names {
  readonly when?: string;
}

const at = (when: string | undefined) => (when === undefined ? '' : ` ${when}`);
const KEPT = 'Reconnect to carry on; your settings and the log are kept.';

/** The red card's sentence for each reason: what happened; why; what to do; what is kept. */
export const problems: Record<ProblemReason, (names: ProblemNames) => Sentence> & {
  readonly unknown: (names: ProblemNames) => Sentence;
} = {
  grant_rejected: ({ provider, when }) => ({
    lead: `${provider} stopped accepting our access${at(when)}.`,
    rest: `This happens when someone removes access there or resets a password. ${KEPT}`,
  }),
  rotation_response_lost: ({ provider, when }) => ({
    lead: `We lost an answer from ${provider}${at(when)}.`,
    rest: `It was renewing our access, and the new key got lost on the way; the old one no longer works. ${KEPT}`,
  }),
  authorization_expired: ({ provider, when }) => ({
    lead: `The time for which ${provider} lets us in was over${at(when)}.`,
    rest: `${provider} asks for a new sign-in now and then. ${KEPT}`,
  }),
  no_refresh_token: ({ provider, when }) => ({
    lead: `Our access to ${provider} ran out${at(when)}.`,
    rest: `${provider} did not let us renew it without you. ${KEPT}`,
  }),
  provider_unavailable: ({ provider, when }) => ({
    lead:
      when === undefined ? `${provider} has not answered for a while.` : `${provider} has not answered since ${when}.`,
    rest: 'We keep trying; you need not do anything.',
  }),
  client_misconfigured: ({ provider, organization }) => ({
    lead: `${provider} does not recognise ${organization}.`,
    rest: `You cannot mend this yourself. ${organization} has been told; your settings are kept.`,
  }),
  crashed: ({ provider, when }) => ({
    lead: `We were interrupted while renewing our access to ${provider}${at(when)}.`,
    rest: `We cannot tell whether ${provider} still accepts it. ${KEPT}`,
  }),
  connection_error: ({ provider, integration, when }) => ({
    lead: `${integration} could not work with ${provider}${at(when)}.`,
    rest: `The account may lack a right, or something was changed at ${provider}. ${KEPT}`,
  }),
  unknown: ({ provider, when }) => ({
    lead: `The connection to ${provider} stopped working${at(when)}.`,
    rest: KEPT,
  }),
};

/** The red card of a connection whose settings the person can mend: nobody signs in there. */
export const settingsProblem = ({ provider, when }: ProblemNames): Sentence => ({
  lead: `${provider} stopped accepting these settings${at(when)}.`,
  rest: `Check them and test the connection again; the log has the answer of ${provider}.`,
});

const UNCHANGED = 'Nothing was changed; what worked before still works.';

/** An attempt to connect that failed: one sentence for card and page, and the page's steps (what stayed, what to do). */
export interface FailureMessage {
  readonly sentence: (names: Names) => string;
  readonly steps: (names: Names) => readonly string[];
}

export const failures: Record<AuthorizationError, FailureMessage> = {
  access_denied: {
    sentence: ({ provider }) =>
      `${provider} says that access was declined: either you chose not to allow it, or a rule set by your ${provider} administrator did.`,
    steps: ({ provider }) => [
      UNCHANGED,
      'If you meant to allow it, try again and choose Allow.',
      `If you are not permitted to, ask an administrator of your ${provider} account to connect it.`,
    ],
  },
  provider_unavailable: {
    sentence: ({ provider }) => `${provider} had a problem and could not finish. Try again in a few minutes.`,
    steps: ({ organization }) => [
      UNCHANGED,
      `If it goes on for hours, tell ${organization} and send the details below.`,
    ],
  },
  client_misconfigured: {
    sentence: ({ provider, organization }) =>
      `${provider} does not recognise ${organization}. You cannot mend this yourself. ${organization} has been told; your settings are kept.`,
    steps: ({ organization }) => [UNCHANGED, `Try again when ${organization} says that it is mended.`],
  },
  provider_error: {
    sentence: ({ provider }) => `${provider} answered with an error and did not let us in.`,
    steps: ({ organization }) => [
      UNCHANGED,
      'Try again; often it works the second time.',
      `If it does not, tell ${organization} and send the details below.`,
    ],
  },
  expired: {
    sentence: ({ provider }) => `Sign-in at ${provider} was not finished in time. Nothing was changed.`,
    steps: () => ['What worked before still works.', 'Try again and finish within 10 minutes.'],
  },
  superseded: {
    sentence: () => 'A newer sign-in replaced this one. You can close this page.',
    steps: () => ['Go on in the newer window.'],
  },
  not_confirmed: {
    sentence: ({ provider }) => `Nobody confirmed that the ${provider} account is theirs, so it was not connected.`,
    steps: ({ provider }) => [
      UNCHANGED,
      `If it was your account, try again and confirm it within 10 minutes.`,
      `If you did not sign in at ${provider} yourself, somebody may have tried to put their account in the place of yours: do not use the link or the code that they sent you.`,
    ],
  },
  not_completed: {
    sentence: ({ organization, provider }) =>
      `${organization} did not finish the sign-in at ${provider} in time, so nothing was connected.`,
    steps: ({ organization }) => [
      UNCHANGED,
      `Go back to ${organization} and try again there, in the same browser.`,
      'If someone sent you a link to this sign-in, do not try again.',
    ],
  },
  session_mismatch: {
    sentence: () =>
      'This sign-in was started in a different browser or for a different connection, so we stopped. We did not connect anything.',
    steps: ({ organization }) => [
      'If someone sent you a link, do not try again.',
      `Otherwise start over from ${organization}.`,
    ],
  },
  invalid_response: {
    sentence: ({ provider }) => `We could not make sense of the answer from ${provider}, so we stopped.`,
    steps: ({ organization }) => [
      UNCHANGED,
      `Try again; if it happens once more, tell ${organization} and send the details below.`,
    ],
  },
};

/** A code from a newer server than this page. */
export const unknownFailure: FailureMessage = failures.provider_error;

const connectedApps = (lead: string, before: string, names: Names): { lead: string } & LinkedSentence => ({
  lead,
  before: `${before}“${names.organization}” under `,
  link: `connected apps at ${names.provider}`,
  after: '.',
});

/** After a disconnect: a bold lead, then a sentence whose `link` leads to the provider's page of connected apps if known. */
export const revocations: Record<
  RevocationOutcome,
  (names: Names) => ({ readonly lead: string } & LinkedSentence) | undefined
> = {
  revoked: ({ provider }) => ({
    lead: 'Disconnected.',
    before: `${provider} confirmed that access was revoked.`,
    link: '',
    after: '',
  }),
  unconfirmed: (names) =>
    connectedApps(
      'Disconnected.',
      `We deleted our tokens. ${names.provider} has not confirmed that it revoked them, so also remove `,
      names,
    ),
  not_supported: (names) => connectedApps('Disconnected.', 'We deleted our tokens. Also remove ', names),
  superseded: () => undefined,
};
