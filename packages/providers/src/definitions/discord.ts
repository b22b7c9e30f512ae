import type { Provider } from '../provider.js';

/** Discord. Revoking any token ends every one of that authorization. */
export const discord: Provider = {
  key: 'discord',
  definition: {
    name: 'Discord',
    documentation: 'https://discord.com/developers/docs/topics/oauth2',
    authorize: { url: 'https://discord.com/oauth2/authorize' },
    token: { url: 'https://discord.com/api/oauth2/token' },
    revoke: { url: 'https://discord.com/api/oauth2/token/revoke', reach: 'account' },
    steps: [
      {
        name: 'me',
        url: 'https://discord.com/api/users/@me',
        method: 'GET',
        captures: [{ name: 'username', path: 'username' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'identify', label: 'See who the user is', need: 'optional' },
      { scope: 'email', label: 'E-mail address', need: 'optional' },
      { scope: 'guilds', label: 'See the list of servers', need: 'optional' },
      { scope: 'guilds.members.read', label: "See the user's membership in a server", need: 'optional' },
      { scope: 'connections', label: 'See linked accounts', need: 'optional' },
      { scope: 'webhook.incoming', label: 'Post into a channel by a webhook', need: 'optional' },
      { scope: 'applications.commands', label: 'Add commands to a server', need: 'optional' },
      { scope: 'bot', label: 'Add the bot to a server', need: 'optional' },
    ],
    account: { capture: 'username' },
    api: { baseUrl: 'https://discord.com/api', probe: { url: 'https://discord.com/api/users/@me' } },
  },
};
