/** The step in which a person brings a code from the provider's page. */
export const paste = {
  allow: (provider: string) => `Allow access at ${provider}`,
  opened: 'It is open in another window.',
  copy: 'Copy the code it shows',
  label: 'Paste the code, or the whole address of that page',
  hint: 'A code works once, for 10 minutes.',
  warning: (organization: string) =>
    `Paste it here and nowhere else. Nobody, ${organization} included, will ever ask you for this code. If somebody sent you a code, do not use it.`,
  finish: 'Finish connecting',
  missing: 'Paste the code first.',
  unreadable: 'That is not a code. Copy it again, without the words around it.',
  otherHost: (provider: string) =>
    `That address is not of ${provider}’s page. Copy the code, or the address, from the window that this page opened.`,
  noCode: 'There is no code in that address. Copy the code itself from the page.',
  refused: (provider: string) => `${provider} did not accept that code. Open ${provider} again and copy the new one.`,
  old: (provider: string) => `That code is older than 10 minutes. Open ${provider} again and copy the new one.`,
};
