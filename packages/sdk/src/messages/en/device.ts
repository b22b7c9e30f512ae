/** The step in which a person types a code at the provider's page. */
export const device = {
  title: (provider: string) => `Enter this code at ${provider}`,
  code: 'Your code',
  copy: 'Copy code',
  copied: 'The code was copied.',
  notCopied: 'Your browser did not let us copy the code. Select it and copy it yourself.',
  open: (provider: string) => `Open ${provider}`,
  address: 'Or go there yourself, on this or any other device:',
  left: (minutes: number) =>
    minutes === 1 ? 'The code works for less than a minute.' : `The code works for ${minutes} more minutes.`,
  notices: 'When you are done there, this page notices by itself.',
  warning:
    'Type it yourself and give it to nobody: whoever types it connects their own account here. Never type a code that somebody sent you.',
  elsewhere: 'The code is shown where it was asked for, in another window. Start again to get one here.',
  asking: 'Getting a code…',
  announce: (provider: string, code: string) => `Enter the code ${code} at ${provider}.`,
};
