import type { Provider } from '../provider.js';

/** The MCP server of Attio, the CRM. Its clients are public: no secret is sent. */
export const attioMcp: Provider = {
  key: 'attio-mcp',
  definition: {
    name: 'Attio (MCP)',
    authorize: {
      url: 'https://app.attio.com/oidc/authorize',
      parameters: { resource: 'https://mcp.attio.com/mcp' },
      scopeEncoding: 'raw',
    },
    token: { url: 'https://app.attio.com/oidc/token', clientAuthentication: 'none' },
    scopeSeparator: '+',
    api: { baseUrl: 'https://mcp.attio.com', headers: { accept: 'application/json,text/event-stream' } },
  },
};
