import type { Provider } from '../provider.js';

/**
 * Slack, by version 2 of its OAuth: a token for the app and, where user scopes were asked for, one for the person beside
 * it, each with a refresh token of its own. Answers say ok or not whatever their status; tokens expire only for apps with
 * token rotation.
 */
export const slack: Provider = {
  key: 'slack',
  definition: {
    name: 'Slack',
    documentation: 'https://docs.slack.dev/authentication/using-token-rotation',
    authorize: { url: 'https://slack.com/oauth/v2/authorize', pkce: 'none' },
    token: {
      url: 'https://slack.com/api/oauth.v2.access',
      clientAuthentication: 'client_secret_post',
      response: {
        accessToken: ['access_token', 'authed_user.access_token'],
        refreshToken: ['refresh_token', 'authed_user.refresh_token'],
        success: { path: 'ok', values: ['true'] },
      },
    },
    refresh: { terminalErrors: ['invalid_refresh_token'] },
    revoke: {
      url: 'https://slack.com/api/auth.revoke',
      clientAuthentication: 'bearer_token',
      body: 'none',
      token: 'access_token',
      response: { success: { path: 'ok', values: ['true'] } },
    },
    otherTokens: [
      {
        name: 'person',
        accessToken: 'authed_user.access_token',
        refreshToken: 'authed_user.refresh_token',
        expiry: { path: 'authed_user.expires_in', kind: 'seconds' },
      },
    ],
    captures: [
      { name: 'teamId', from: 'token', path: 'team.id' },
      { name: 'bot_user_id', from: 'token', path: 'bot_user_id' },
      { name: 'webhookChannel', from: 'token', path: 'incoming_webhook.channel' },
      { name: 'webhookChannelId', from: 'token', path: 'incoming_webhook.channel_id' },
    ],
    account: { tokenMember: 'team.name' },
    exposeMembers: ['incoming_webhook'],
    scopeSeparator: ',',
    api: { baseUrl: 'https://slack.com/api' },
  },
};
