import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { composePorts, createRateLimiter, defaultRateLimits, rateRules } from '@latchkey/compose';
import { type Database, inTenant, newId, openDatabase } from '@latchkey/db';
import { createApiKey, createOrganization, type KeyLimits } from '@latchkey/db/management';
import { freshDatabase } from '@latchkey/db/testing';
import { createTxtLookup } from '@latchkey/http';
import {
  type AuthorizationSessionId,
  type ConnectionConfigId,
  type ConnectionId,
  completeAuthorization,
  type GrantId,
  type OrganizationId,
  type Ports,
  parseId,
  protocolTimes,
  sha256,
  startAuthorization,
  type TickName,
} from '@latchkey/oauth';
import { createLogger, createMetrics } from '@latchkey/process';
import { createKeyRing, localKey, redactLine } from '@latchkey/vault';
import type { Api } from '../src/api.js';
import { createApiMetrics } from '../src/api-metrics.js';
import { buildApi } from '../src/app.js';
import { createLastUses, type LastUses } from '../src/last-uses.js';
import { type Scope, scopes } from '../src/scopes.js';

/** An organization with a key that may do everything. */
export interface Tenant {
  readonly organizationId: string;
  readonly key: string;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers member by member
  readonly body: any;
  readonly headers: Record<string, unknown>;
}

export type Call = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options?: { readonly body?: unknown; readonly key?: string; readonly headers?: Record<string, string> },
) => Promise<Answer>;

/** The API on a database of its own, two organizations, and what the tests reach for. */
export interface World {
  readonly app: Api;
  readonly db: Database;
  readonly lastUses: LastUses;
  readonly adminUrl: string;
  readonly workerUrl: string;
  readonly ports: Ports;
  /** The same on the worker's login. */
  workerPorts(db: Database): Ports;
  readonly acme: Tenant;
  readonly globex: Tenant;
  /** As acme unless another key is given; the answer's body is parsed. */
  readonly call: Call;
  readonly rings: TickName[];
  /** Every line that was logged. */
  readonly logged: string[];
  mintKey(tenant: Tenant, scopes: readonly Scope[], expiresAt?: Date, limits?: KeyLimits): Promise<string>;
  /** Walks an authorization as the callback door does; the provider consents at once. */
  connect(connectionId: string): Promise<void>;
  close(): Promise<void>;
}

export const callbackPublicUrl = 'http://127.0.0.1:4200';

const regions = { region: 'local', residency: 'local', peers: [] };

/** Everything as in production but the bell, which is counted; providers may be on loopback. */
export async function openWorld(
  loopback: 'development' | 'never' = 'development',
  dnsServers: readonly string[] = ['127.0.0.1:9'],
): Promise<World> {
  const txt = createTxtLookup(dnsServers);
  const egress = { loopback, baseUrls: [callbackPublicUrl] };
  const fresh = await freshDatabase();
  const db = openDatabase({ url: fresh.appUrl, poolMax: 10, applicationName: 'api-test' });
  const rings: TickName[] = [];
  const logged: string[] = [];
  const keyEncryptionKeys = createKeyRing([localKey('test', randomBytes(32))]);
  const portsOn = (database: Database) =>
    composePorts({
      db: database,
      bell: { ring: async (tick) => void rings.push(tick) },
      keyEncryptionKeys,
      egress,
      holder: 'api-test',
      onNotice: () => undefined,
      times: { ...protocolTimes, readerWait: 1000 },
    });
  const { ports, close: closePorts } = portsOn(db);
  const destination = new Writable({
    write(line, _encoding, done) {
      logged.push(String(line));
      done();
    },
  });
  const logger = createLogger({ name: 'api', redact: redactLine, level: 'trace', destination });
  const lastUses = createLastUses(db, logger);
  const app = await buildApi(
    {
      ...{ db, ports, lastUses, callbackPublicUrl, regions, txt, loopback, egress },
      metrics: createApiMetrics(createMetrics()),
      rateLimiter: createRateLimiter({
        db,
        clock: ports.clock,
        onFailure: (err) => logger.warn({ err }, 'counts alone'),
      }),
      rateRules: rateRules(defaultRateLimits),
    },
    logger,
  );
  const mintKey: World['mintKey'] = async ({ organizationId }, keyScopes, expiresAt, limits = {}) => {
    const text = `lk_${randomBytes(32).toString('base64url')}`;
    const keyHash = await sha256(text);
    const key = { keyHash, prefix: text.slice(0, 9), name: 'test key', scopes: keyScopes, limits };
    await inTenant(db, organizationId, (tx) =>
      createApiKey(tx, organizationId, { ...key, ...(expiresAt ? { expiresAt } : {}) }),
    );
    return text;
  };
  const worker = openDatabase({ url: fresh.workerUrl, poolMax: 1, applicationName: 'api-test' });
  const found = async (name: string): Promise<Tenant> => {
    const organizationId = await createOrganization(worker, name, async (_tx, { id }) => id);
    return { organizationId, key: await mintKey({ organizationId, key: '' }, scopes) };
  };
  const acme = await found('Acme Rota');
  const globex = await found('Globex');
  await worker.close();

  const call: Call = async (method, path, { body, key = acme.key, headers = {} } = {}) => {
    const response = await app.inject({
      method,
      url: `/v1${path}`,
      headers: { ...(key === '' ? {} : { authorization: `Bearer ${key}` }), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    if (response.statusCode === 500) throw new Error(logged.filter((line) => line.includes('"level":"error"')).at(-1));
    return {
      status: response.statusCode,
      body: response.body === '' ? undefined : response.json(),
      headers: response.headers,
    };
  };

  return {
    ...{
      app,
      db,
      lastUses,
      adminUrl: fresh.adminUrl,
      workerUrl: fresh.workerUrl,
      ports,
      acme,
      globex,
      call,
      rings,
      logged,
      mintKey,
    },
    workerPorts: (database) => portsOn(database).ports,
    async connect(wireId) {
      const browserHash = await sha256('the browser');
      const organizationId = acme.organizationId as OrganizationId;
      const started = await startAuthorization(ports, {
        authorizationSessionId: newId<AuthorizationSessionId>(),
        organizationId,
        connectionId: parseId('connection', wireId) as ConnectionId,
        browserHash,
        display: 'page',
        region: 'local',
        publicBaseUrl: callbackPublicUrl,
      });
      if (started.kind !== 'started') throw new Error(JSON.stringify(started));
      const response = await fetch(started.authorizationUrl, { redirect: 'manual' });
      const location = new URL(response.headers.get('location') ?? '');
      const [, , config = '', environment = ''] = location.pathname.split('/');
      const completed = await completeAuthorization(ports, {
        grantId: newId<GrantId>(),
        connectionConfigId: parseId('connection_config', config) as ConnectionConfigId,
        environment,
        parameters: [...location.searchParams],
        browserHashes: [browserHash],
        region: 'local',
      });
      if (completed.kind !== 'succeeded') throw new Error(JSON.stringify(completed));
    },
    async close() {
      await app.close();
      await closePorts();
      await db.close();
      await fresh.drop();
    },
  };
}
