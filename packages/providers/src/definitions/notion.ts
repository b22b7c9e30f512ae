import type { Provider } from '../provider.js';

/** Notion, the workspace for notes and databases. People choose on the consent page which pages are shared. */
export const notion: Provider = {
  key: 'notion',
  definition: {
    name: 'Notion',
    documentation: 'https://developers.notion.com/docs/authorization',
    authorize: { url: 'https://api.notion.com/v1/oauth/authorize', parameters: { owner: 'user' } },
    token: { url: 'https://api.notion.com/v1/oauth/token', body: 'json' },
    revoke: {
      url: 'https://api.notion.com/v1/oauth/revoke',
      body: 'json',
      headers: { 'notion-version': '2022-06-28' },
      omit: ['token_type_hint'],
      token: 'access_token',
    },
    captures: [{ name: 'workspace_id', from: 'token', path: 'workspace_id' }],
    account: { tokenMember: 'workspace_name' },
    api: { baseUrl: 'https://api.notion.com', headers: { 'notion-version': '2022-06-28' } },
  },
};
