import type { Sentence } from '../sentence.js';

/** The two questions of a confirmed link: before the person goes to the provider, and after they consented there. */
export const link = {
  opened: (organization: string) => `You opened a link from ${organization}`,
  title: (provider: string, integration: string) => `Connect ${provider} to ${integration}?`,
  organization: 'Organization',
  customer: 'For',
  integration: 'Integration',
  askedBy: 'Asked by',
  willAsk: (provider: string) => `${provider} will ask you to allow`,
  warning: (provider: string): Sentence => ({
    lead: 'Only go on if you expected this.',
    rest: `Whoever asked gets lasting access to the ${provider} account you sign in with.`,
  }),
  go: (provider: string) => `Continue to ${provider}`,
  unexpected: 'I did not expect this',
  until: (when: string) => `This link works once, until ${when}.`,
  last: 'One last check',
  handOver: (provider: string, receiver: string) => `Hand this ${provider} account to ${receiver}?`,
  allowed: (provider: string) => `You allowed access at ${provider}. Nothing is connected until you confirm here.`,
  to: 'To',
  receiver: (integration: string, customer: string | undefined) =>
    customer === undefined ? integration : `${integration}, for ${customer}`,
  by: (organization: string) => `by ${organization}`,
  confirm: 'Confirm and connect',
  decline: 'Do not connect',
  limit: 'If you do not confirm within 10 minutes, nothing is connected and no token is fetched.',
  declined: {
    title: 'Nothing was connected',
    text: (organization: string) =>
      `The link is void, and ${organization} can see that nobody expected it. If somebody pressed you to open it, tell the people who look after your accounts.`,
  },
};
