import type { StatusWord } from './codes.js';
import { confirm } from './en/confirm.js';
import { device } from './en/device.js';
import { events } from './en/events.js';
import { link } from './en/link.js';
import { pages } from './en/pages.js';
import { paste } from './en/paste.js';
import { failures, problems, revocations, settingsProblem, unknownFailure } from './en/problems.js';
import type { LinkedSentence, Sentence } from './sentence.js';

const rules = new Intl.PluralRules('en');
const plural = (count: number, one: string, other: string) => (rules.select(count) === 'one' ? one : other);

const status: Record<StatusWord, string> = {
  not_connected: 'Not connected',
  not_used: 'Connected, not used yet',
  working: 'Working',
  attention: 'Needs attention',
  waiting: 'Waiting for you',
  disconnecting: 'Disconnecting',
};

const summary: Record<StatusWord, (count: number) => string> = {
  not_connected: (count) => `${count} not connected`,
  not_used: (count) => `${count} connected, not used yet`,
  working: (count) => `${count} working`,
  attention: (count) => plural(count, `${count} needs attention`, `${count} need attention`),
  waiting: (count) => `${count} waiting for you`,
  disconnecting: (count) => `${count} disconnecting`,
};

const when = {
  today: (time: string) => `today at ${time}`,
  yesterday: (time: string) => `yesterday at ${time}`,
  day: (day: string, time: string) => `on ${day} at ${time}`,
  justNow: 'just now',
  dayToday: 'Today',
  dayYesterday: 'Yesterday',
};

const wizard = {
  title: (integration: string) => `${integration}: connections`,
  intro: (integration: string) =>
    `Connect the accounts that ${integration} works with. You sign in on each service’s own page; your password stays there.`,
  environment: 'Environment',
  environmentHint: 'Each environment has its own connections.',
  environmentChosen: (environment: string, counts: string) => `${environment}: ${counts}`,
  sandbox: { lead: 'Sandbox.', rest: 'Sign in with test accounts; nothing here touches production.' } as Sentence,
  glance: 'Connections at a glance',
  list: 'Connections',
  loading: 'Loading connections',
  signedInAs: (user: string) => `Signed in as ${user}`,
  emptyTitle: 'Nothing to connect',
  empty: (integration: string, environment: string) => `${integration} needs no accounts in ${environment}.`,
  offline: (time: string): Sentence => ({
    lead: 'We cannot reach Latchkey right now.',
    rest: `What you see is from ${time}. We keep trying; nothing is lost.`,
  }),
  noScript: 'Connect opens in a new tab. When you are done there, reload this page to see the change.',
};

const card = {
  connect: 'Connect',
  reconnect: 'Reconnect',
  useAnother: 'Use another account',
  disconnect: 'Disconnect',
  log: 'Log',
  editSettings: 'Edit settings',
  newSettings: 'Reconnect to use the new settings.',
  test: 'Test connection',
  testing: 'Testing…',
  testNewSettings: 'Test the connection to use the new settings.',
  testWorked: (provider: string): Sentence => ({ lead: 'The test worked.', rest: `${provider} gave us access.` }),
  testFailed: 'The test did not work.',
  settingsRefused: (provider: string) =>
    `${provider} did not accept these settings. Check them and test again; the log has the answer of ${provider}.`,
  connectedAs: 'Connected as',
  connectedWhen: (at: string) => `Connected ${at}`,
  lastUsed: (at: string) => `Last used ${at}`,
  turnsGreen: (integration: string) => `It turns green the first time ${integration} uses it`,
  waitingTitle: (provider: string) => `Finish signing in at ${provider}`,
  waitingText: 'It is open in another window. When you are done there, this page notices by itself.',
  startAgain: 'Start again',
  cancel: 'Cancel',
  noWindow: {
    before: 'No window? Your browser may have blocked it. ',
    link: 'Continue in this tab',
    after: ' instead.',
  } as LinkedSentence,
  disconnecting: (integration: string, provider: string) =>
    `${integration} can no longer use this access. Waiting for ${provider} to confirm.`,
  permissions: 'Permissions',
  willAsk: (provider: string) => `${provider} will ask you to allow`,
  required: 'Required',
  optional: 'Optional',
  notGranted: ', not granted',
  missing: (labels: string, count: number): Sentence => ({
    lead: plural(
      count,
      `One permission was not granted: ${labels}.`,
      `${count} permissions were not granted: ${labels}.`,
    ),
    rest: plural(count, 'Reconnect and leave the box ticked.', 'Reconnect and leave the boxes ticked.'),
  }),
  failed: (provider: string) => `${provider} was not connected.`,
  failedAgain: 'The new sign-in did not go through.',
  didNotWork: 'That did not work, and nothing was changed. Try again in a moment.',
};

const inputs = {
  optional: (label: string) => `${label} (optional)`,
  saved: 'Saved. Leave empty to keep it.',
  choose: 'Choose…',
  callback: 'Callback URL',
  callbackHelp: (provider: string) => `Copy this into your application’s settings at ${provider} first.`,
  callbackFollows: 'It is shown here as soon as the address of your server is entered.',
  callbackFollowsSent:
    'It is shown here once the address of your server was sent: fill in the form, connect, and come back to this page.',
  callbackKnown: 'The callback URL is shown now.',
  missing: (label: string) => `Fill in “${label}”.`,
  missingAgain: (label: string, changed: string) =>
    `You changed “${changed}”. Fill in “${label}” again: the saved one is not sent to a new address.`,
  partBefore: (suffix: string) => `Use only the part before “${suffix}”: letters, digits and hyphens.`,
  wrongForm: (label: string) => `“${label}” does not have the right form.`,
};

const log = {
  title: (provider: string) => `Log of ${provider}`,
  show: 'Show',
  all: 'All',
  problems: 'Problems',
  copy: 'Copy',
  copyLabel: 'Copy this log for support',
  copied: 'The log was copied.',
  notCopied: 'Your browser did not let us copy the log.',
  technical: 'Technical details',
  /** Labels of the technical details; `answered` is the value of `answer`. */
  details: {
    error: 'Error',
    description: 'Description',
    answer: 'Answer',
    answered: (status: string, endpoint: string) => `${status} from ${endpoint} endpoint`,
    cause: 'Cause',
    issuer: 'Issuer',
    message: 'Message',
    body: 'Body',
    field: 'Setting',
  },
  zone: 'Times are in your time zone.',
  older: 'Older events',
  loading: 'Loading the log',
  failed: 'The log could not be loaded.',
  retry: 'Try again',
  empty: { lead: 'Nothing yet.', rest: 'What happens with this connection appears here.' } as Sentence,
  noProblems: { lead: 'No problems.', rest: 'Everything that happened is under “All”.' } as Sentence,
};

const disconnect = {
  title: (provider: string) => `Disconnect ${provider}?`,
  text: (uses: string, provider: string, count: number) =>
    plural(
      count,
      `${uses} stops working with ${provider} until someone connects it again.`,
      `${uses} stop working with ${provider} until someone connects it again.`,
    ),
  stop: 'We stop using and renewing this access at once.',
  tell: (provider: string) => `We tell ${provider} to revoke it.`,
  cannotTell: (provider: string, organization: string) =>
    `${provider} cannot be told from here. Afterwards remove “${organization}” under its connected apps.`,
  remove: 'We delete the access and refresh tokens we hold.',
  kept: 'Your settings and the log stay here.',
  keep: 'Keep connected',
  confirm: 'Disconnect',
};

const announce = {
  status: (provider: string, word: string) => `${provider}: ${word}`,
  waiting: (provider: string) =>
    `Finish signing in at ${provider}. It is open in another window. When you are done there, this page notices by itself.`,
  confirm: (title: string, account: string | undefined) => (account === undefined ? title : `${title} ${account}`),
  connected: (provider: string) => `${provider} is connected.`,
  cancelled: (provider: string) => `Sign-in at ${provider} was cancelled. Nothing was changed.`,
};

/** English: the first catalogue, and the shape of every other. */
export const en = {
  status,
  summary,
  when,
  wizard,
  card,
  inputs,
  paste,
  device,
  confirm,
  log,
  disconnect,
  announce,
  problems,
  settingsProblem,
  failures,
  unknownFailure,
  revocations,
  events,
  pages,
  link,
};
