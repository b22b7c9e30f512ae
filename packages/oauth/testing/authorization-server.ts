import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './authorization-server/answer.js';
import { claimedClientId } from './authorization-server/client-authentication.js';
import { createDevices } from './authorization-server/devices.js';
import { apiEndpoint } from './authorization-server/endpoints/api.js';
import { authorizeEndpoint, consentEndpoint } from './authorization-server/endpoints/authorize.js';
import { deviceEndpoint } from './authorization-server/endpoints/device.js';
import { introspectEndpoint } from './authorization-server/endpoints/introspect.js';
import { revokeEndpoint } from './authorization-server/endpoints/revoke.js';
import { tokenEndpoint } from './authorization-server/endpoints/token.js';
import { createExchange } from './authorization-server/exchange.js';
import { runExchange } from './authorization-server/fault-run.js';
import { createGate, type Gate } from './authorization-server/gate.js';
import { createGrants, type IssuedTokens } from './authorization-server/grants.js';
import { createLedger, type Endpoint, type Ledger, type OpenEntry } from './authorization-server/ledger.js';
import {
  type AuthorizationServerOptions,
  type RegisteredClient,
  settingsFrom,
} from './authorization-server/options.js';
import {
  type ChosenFault,
  createScript,
  type ScriptedFault,
  type ScriptHandle,
} from './authorization-server/script.js';
import {
  readRequest,
  recordableHeaders,
  recordableParameters,
  type ServerRequest,
} from './authorization-server/server-request.js';
import type { ServerState } from './authorization-server/server-state.js';

/** An authorization server and protected resource on real HTTP that misbehaves when told to and writes down everything. */
export interface ScriptableAuthorizationServer {
  /** `http://host:port`, also the issuer. */
  readonly url: string;
  readonly issuer: string;
  readonly authorizeUrl: string;
  readonly deviceUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl: string;
  readonly introspectUrl: string;
  readonly apiUrl: string;
  readonly ledger: Ledger;
  /** Installs a fault; the first installed that fits a request wins. */
  script(scripted: ScriptedFault): ScriptHandle;
  /** A closed gate, to be named by a `gate` fault. */
  gate(): Gate;
  /** Lets every request go on that hangs on a `hang` or `do_then_hang` fault; these faults hang no more. */
  release(): void;
  /** Adds a client, or replaces the one of the same id: a changed secret, say. */
  registerClient(client: RegisteredClient): void;
  /** Whose account consents from now on. */
  signIn(account: string): void;
  /** What the person who types this user code decides: yes with the account that is signed in, or no. */
  decideDevice(userCode: string, decision: 'allow' | 'deny'): void;
  /** A grant without the browser's walk, as for an import. Throws for an unknown client. */
  mintGrant(grant: { readonly clientId: string; readonly account?: string; readonly scope?: string }): IssuedTokens;
  /** Kills a grant on the provider's side, as its administrator would. Throws for an unknown family. */
  killGrant(family: string): void;
  /** Every code, device code, access token and refresh token ever made (`cdc_`, `dvc_`, `atc_`, `rtc_`); not the clients' secrets. */
  issuedSecrets(): readonly string[];
  /** Stops listening and destroys every connection, state kept: connections are refused. */
  goDown(): Promise<void>;
  /** Listens again on the same port. */
  comeBack(): Promise<void>;
  /** Ends all connections and all waiting, for good. */
  close(): Promise<void>;
}

const endpoints: ReadonlyMap<string, Endpoint> = new Map([
  ['/authorize', 'authorize'],
  ['/consent', 'consent'],
  ['/device_authorization', 'device'],
  ['/token', 'token'],
  ['/revoke', 'revoke'],
  ['/introspect', 'introspect'],
  ['/api', 'api'],
]);

/** Starts a scriptable authorization server; rejects when it cannot listen. */
export async function startAuthorizationServer(
  options: AuthorizationServerOptions,
): Promise<ScriptableAuthorizationServer> {
  const settings = settingsFrom(options);
  const host = options.host ?? '127.0.0.1';
  const clients = new Map(options.clients.map((client) => [client.clientId, client]));
  const grants = createGrants(settings);
  const ledger = createLedger(grants);
  const script = createScript();
  const stopped = new AbortController();
  // One listener for every delayed request.
  setMaxListeners(0, stopped.signal);

  const server = createServer((message, response) => void receive(message, response));
  // An idle connection that the server closes looks like a fault to a client that is just about to use it.
  server.keepAliveTimeout = 0;
  let port = await listen(options.port ?? 0);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const state: ServerState = {
    issuer: url,
    settings,
    clients,
    grants,
    devices: createDevices(settings),
    ledger,
    consentRequests: new Map(),
    account: options.account ?? 'ada@example.test',
  };

  function listen(wanted: number): Promise<number> {
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, host, () => {
        server.off('error', reject);
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  function stopListening(): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async function receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', query = ''] = (message.url ?? '').split('?', 2);
    const endpoint = endpoints.get(path);
    if (!endpoint) {
      response.writeHead(404).end();
      return;
    }
    let request: ServerRequest;
    try {
      request = await readRequest(message, query);
    } catch {
      return;
    }
    const entry = openEntry(endpoint, request);
    const chosen = script.choose(entry, request.parameters.get('refresh_token'));
    const exchange = createExchange(message, response, ledger, entry, settings.now, () =>
      perform(endpoint, request, entry, chosen),
    );
    try {
      await runExchange(exchange, chosen, stopped.signal);
    } catch (error) {
      if (stopped.signal.aborted) return;
      const body = error instanceof Error ? (error.stack ?? error.message) : String(error);
      exchange.send({ status: 500, headers: { 'content-type': 'text/plain' }, body, outcome: 'refused:bug' });
    }
  }

  function openEntry(endpoint: Endpoint, request: ServerRequest): OpenEntry {
    const { parameters } = request;
    const grantType = endpoint === 'token' ? parameters.get('grant_type') : undefined;
    const clientId = claimedClientId(request);
    const presented = parameters.get('refresh_token') ?? parameters.get('token') ?? parameters.get('code');
    const refreshToken = presented === undefined ? undefined : grants.refreshToken(presented);
    const bearer = endpoint === 'api' ? request.headers.authorization?.split(' ')[1] : undefined;
    const family = ledger.familyOf(presented ?? bearer ?? '');
    return ledger.open({
      endpoint,
      method: request.method,
      at: settings.now(),
      ...(grantType === undefined ? {} : { grantType }),
      ...(clientId === undefined ? {} : { clientId }),
      ...(refreshToken === undefined ? {} : { refreshTokenId: refreshToken.id }),
      ...(family === undefined ? {} : { family }),
      parameters: recordableParameters(request),
      headers: recordableHeaders(request),
    });
  }

  function perform(endpoint: Endpoint, request: ServerRequest, entry: OpenEntry, chosen?: ChosenFault): Answer {
    switch (endpoint) {
      case 'authorize':
        return authorizeEndpoint(state, request, chosen?.fault);
      case 'consent':
        return consentEndpoint(state, request, entry);
      case 'device':
        return deviceEndpoint(state, request);
      case 'token':
        return tokenEndpoint(state, request, entry);
      case 'revoke':
        return revokeEndpoint(state, request, entry);
      case 'introspect':
        return introspectEndpoint(state, request);
      case 'api':
        return apiEndpoint(state, request);
    }
  }

  return {
    url,
    issuer: url,
    authorizeUrl: `${url}/authorize`,
    deviceUrl: `${url}/device_authorization`,
    tokenUrl: `${url}/token`,
    revokeUrl: `${url}/revoke`,
    introspectUrl: `${url}/introspect`,
    apiUrl: `${url}/api`,
    ledger,
    script: (scripted) => script.add(scripted),
    gate: createGate,
    release: () => script.release(),
    registerClient: (client) => void clients.set(client.clientId, client),
    signIn(account) {
      state.account = account;
    },
    decideDevice: (userCode, decision) =>
      state.devices.decide(userCode, decision === 'deny' ? 'denied' : { account: state.account }),
    mintGrant({ clientId, account, scope }) {
      if (!clients.has(clientId)) throw new Error(`There is no client ${clientId}`);
      const { grant, ...tokens } = grants.open(clientId, account ?? state.account, scope);
      return tokens;
    },
    killGrant(family) {
      const grant = grants.grant(family);
      if (!grant) throw new Error(`There is no family ${family}`);
      grants.kill(grant, 'provider');
    },
    issuedSecrets: () => [...grants.secrets, ...state.devices.secrets],
    goDown: stopListening,
    async comeBack() {
      port = await listen(port);
    },
    async close() {
      stopped.abort();
      if (server.listening) await stopListening();
    },
  };
}
