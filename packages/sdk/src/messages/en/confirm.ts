import type { Sentence } from '../sentence.js';

/** The question whose account it is, where the sign-in alone cannot tell: on the card, and on a page of its own. */
export const confirm = {
  title: (provider: string) => `Is this your ${provider} account?`,
  account: (provider: string) => `${provider} says that this sign-in was made by`,
  unnamed: (provider: string): Sentence => ({
    lead: 'The account could not be named.',
    rest: `${provider} does not tell us whose it is. Connect it only if you signed in at ${provider} yourself just now, in this browser.`,
  }),
  why: 'Nothing is changed yet. If this is not your account, somebody may be trying to put theirs in the place of yours.',
  yes: 'Connect this account',
  no: 'Not my account',
};
