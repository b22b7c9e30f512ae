import type { Names } from '../sentence.js';

/** The callback door's own pages. */
export const pages = {
  kept: (organization: string) => `Connections are kept by Latchkey for ${organization}.`,
  keptPlain: 'Connections are kept by Latchkey.',
  close: 'Close this page',
  backTo: (name: string) => `Back to ${name}`,
  tryAgain: 'Try again',
  success: {
    title: 'Authorization completed successfully',
    text: ({ integration, provider }: Names) =>
      `${integration} can now work with ${provider}. You can close this page.`,
    account: 'Account',
    customer: 'For',
    allowed: 'Allowed',
    environment: 'Environment',
  },
  failure: {
    title: (provider: string) => `${provider} was not connected`,
    details: 'Details for support',
    error: 'Error',
    said: (provider: string) => `${provider} said`,
    request: 'Request',
    time: 'Time',
  },
  forged: {
    title: 'We did not connect anything',
    text: 'This sign-in was started in a different browser or for a different connection, so we stopped. If someone sent you a link, do not try again.',
    startOver: (organization: string) => `Otherwise start over from ${organization}.`,
    startOverPlain: 'Otherwise start over from the application that sent you here.',
  },
  wrongRegion: {
    title: 'This answer came to the wrong address',
    text: (region: string) =>
      `You signed in for the region ${region}, but the service sent you to another one of our regions. Nothing was connected, and what the service sent was not used.`,
    register:
      'For the people who run this application: register this address as the redirect URI (callback URL) at the service, instead of the one that was opened now:',
    again: 'Then go back to the application that sent you here and connect again.',
  },
  several: {
    title: 'More than one sign-in is under way',
    text: (provider: string) =>
      `${provider} does not tell us which of them you came back from, so we stopped and connected nothing. Cancel the sign-ins that wait at ${provider}, here and in other tabs, and connect one at a time.`,
  },
  tooLate: {
    title: 'That took too long',
    text: (provider: string) =>
      `With ${provider} a sign-in has to be finished within 3 minutes, so we stopped and connected nothing. Connect again; if you were not signing in at ${provider}, do not.`,
  },
  leaving: (organization: string) => `Continue to ${organization}`,
  connecting: {
    title: (provider: string) => `Going to ${provider}`,
    text: (provider: string) => `You sign in on ${provider}’s own page; your password stays there.`,
    link: (provider: string) => `Continue to ${provider}`,
  },
  ended: {
    title: 'This page has timed out',
    text: (organization: string) =>
      `This page has timed out. Open it again from ${organization}; nothing you connected is lost.`,
    safety: (organization: string) =>
      `For your safety it works for 30 minutes. Open it again from ${organization}; nothing you connected is lost.`,
    safetyPlain:
      'For your safety it works for 30 minutes. Open it again from the application that sent you here; nothing you connected is lost.',
  },
  linkEnded: {
    title: 'This link no longer works',
    text: 'A link works once and for a limited time. Nothing was changed. Ask whoever gave it to you for a new one, or go back to the application that sent you here.',
  },
  startFailed: {
    title: 'The sign-in could not begin',
    texts: {
      client_misconfigured:
        'The application that sent you here is not set up for it yet. You cannot mend this yourself; the people who run it have been told. Nothing was changed.',
      provider_unavailable: 'The service did not answer. Nothing was changed. Go back and try again in a few minutes.',
    },
  },
  problem: {
    title: 'Something went wrong on our side',
    text: 'Nothing you connected is lost. Go back and try again; if it happens once more, send the request number below to the people who run this application.',
    request: 'Request',
  },
  busy: {
    title: 'Too many requests',
    text: 'Wait a moment, then reload this page. Nothing was changed.',
  },
  refused: {
    title: 'This page cannot be shown',
    text: 'The address is wrong or no longer works. Nothing was changed.',
  },
};
