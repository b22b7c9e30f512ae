import { randomBytes } from 'node:crypto';
import { composePorts, createRateLimiter, defaultRateLimits, type RateLimits, rateRules } from '@latchkey/compose';
import { type Database, inTenant, openDatabase } from '@latchkey/db';
import {
  computePermissions,
  createConnectionConfig,
  createCustomer,
  createInstance,
  createIntegration,
  createOrganization,
  createRequiredConfigVariable,
  createWizardSession,
  replaceOrigins,
} from '@latchkey/db/management';
import { freshDatabase } from '@latchkey/db/testing';
import { type Definition, formatId, type Ports, sha256 } from '@latchkey/oauth';
import { createMetrics } from '@latchkey/process';
import type { WizardState } from '@latchkey/sdk';
import { createKeyRing, localKey } from '@latchkey/vault';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import type { Test } from 'tap';
import { buildCallback } from '../src/app.js';
import { createCallbackMetrics } from '../src/callback-metrics.js';

export const publicUrl = 'http://127.0.0.1:4200';
const origin = 'http://127.0.0.3:4400';

/** A browser that has opened the wizard of one connection, at a door on a database of its own. */
export interface OpenDoor {
  readonly app: FastifyInstance;
  readonly db: Database;
  readonly ports: Ports;
  readonly organizationId: string;
  /** `conn_…` */
  readonly connectionId: string;
  /** The header that brings this browser's cookie. */
  readonly cookie: string;
  state(): Promise<WizardState>;
  /** The wizard's page, as its HTML. */
  page(): Promise<string>;
  /** A JSON call of the wizard's page, below `/wizard/{id}`; `headers` replace those that the page sends. */
  call(
    path: string,
    body: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; body: string; code?: string }>;
  /** A page below `/wizard/{id}`, or what a form posted there is answered. */
  visit(
    path: string,
    fields?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; body: string; location: string }>;
  /** The Connect form, as this browser sends it. */
  connect(fields: Readonly<Record<string, string | readonly string[]>>): Promise<{ status: number; body: string }>;
  /** The Test form, as the page's script sends it; `change` replaces fields and headers. */
  test(
    fields: Readonly<Record<string, string>>,
    change?: { readonly headers?: Readonly<Record<string, string>>; readonly connectionId?: string },
  ): Promise<{ status: number; body: string }>;
}

/** What counts a door's requests. */
export function countedBy({ db, ports }: Pick<OpenDoor, 'db' | 'ports'>, limits: RateLimits = defaultRateLimits) {
  const rateLimiter = createRateLimiter({ db, clock: ports.clock, onFailure: () => undefined });
  return { rateLimiter, rateRules: rateRules(limits) };
}

/** Opens it; the connection's config has no client of its own. */
export async function openWizardDoor(
  t: Test,
  config: {
    readonly definition: Definition;
    readonly scopes?: readonly string[];
    readonly limits?: RateLimits;
    readonly trustedProxies?: readonly string[];
  },
): Promise<OpenDoor> {
  const fresh = await freshDatabase();
  const db = openDatabase({ url: fresh.appUrl, poolMax: 5, applicationName: 'callback-test' });
  const worker = openDatabase({ url: fresh.workerUrl, poolMax: 1, applicationName: 'callback-test' });
  const { ports, close } = composePorts({
    db,
    bell: { ring: async () => undefined },
    keyEncryptionKeys: createKeyRing([localKey('test', randomBytes(32))]),
    egress: { loopback: 'development', baseUrls: [publicUrl] },
    holder: 'callback-test',
    onNotice: () => undefined,
  });
  const app = await buildCallback(
    {
      ...{ ports, db, publicUrl, trustedProxies: config.trustedProxies },
      metrics: createCallbackMetrics(createMetrics()),
      ...countedBy({ db, ports }, config.limits),
      regions: { region: 'local', residency: 'local', peers: [] },
    },
    pino({ level: 'silent' }),
  );
  // As a browser writes it; a test may say another one.
  const { host } = new URL(publicUrl);
  const inject = app.inject.bind(app) as (request: InjectOptions) => Promise<LightMyRequestResponse>;
  Object.assign(app, {
    inject: (request: InjectOptions | string) =>
      inject({ authority: host, ...(typeof request === 'string' ? { url: request } : request) }),
  });
  t.teardown(async () => {
    await app.close();
    await close();
    await Promise.all([db.close(), worker.close()]);
    await fresh.drop();
  });

  const organizationId = await createOrganization(worker, 'Acme Rota', async (_tx, { id }) => id);
  const ticket = randomBytes(32).toString('base64url');
  const ticketHash = await sha256(ticket);
  await inTenant(db, organizationId, async (tx) => {
    await replaceOrigins(tx, organizationId, [origin]);
    const connectionConfigId = await createConnectionConfig(tx, organizationId, {
      ...{ key: 'books', name: 'Books', level: 'instance', grantType: 'authorization_code', refreshPolicy: 'always' },
      ...{ completion: 'wizard', definitionVersion: 'test', inputs: config.definition.inputs ?? [] },
      definition: config.definition,
      scopes: config.scopes ?? [],
    });
    const { id: integrationId } = await createIntegration(tx, organizationId, {
      ...{ key: 'rota', name: 'Rota', description: '' },
    });
    await createRequiredConfigVariable(tx, organizationId, integrationId, {
      ...{ key: 'books', connectionConfigId, position: 0 },
    });
    const { id: customerId } = await createCustomer(tx, organizationId, { externalId: 'c1', name: 'Globex' });
    const { id: instanceId } = await createInstance(tx, organizationId, {
      ...{ integrationId, customerId, name: 'Rota of Globex', environments: ['production'] },
    });
    const permissions = await computePermissions(tx, organizationId, { instanceId, customerId });
    await createWizardSession(tx, organizationId, {
      ...{ instanceId, customerId, ticketHash, ticketSeconds: 60, permissions },
    });
  });

  const redeemed = await app.inject({
    ...{ method: 'POST', url: '/wizard/sessions', headers: { origin } },
    payload: { ticket },
  });
  const [cookie] = redeemed.cookies;
  if (!cookie) throw new Error(redeemed.body);
  const wizard = `${redeemed.headers.location}`.split('/').at(-1) as string;
  const cookies = { [cookie.name]: cookie.value };
  const state = async () =>
    (await app.inject({ method: 'GET', url: `/wizard/${wizard}/state`, cookies })).json() as WizardState;
  const connection = await inTenant(db, organizationId, (tx) => tx.connection.findFirstOrThrow());
  const connectionId = formatId('connection', connection.id);
  return {
    ...{ app, db, ports, organizationId, connectionId, state },
    cookie: `${cookie.name}=${cookie.value}`,
    page: async () => (await app.inject({ method: 'GET', url: `/wizard/${wizard}`, cookies })).body,
    async call(path, body, headers = {}) {
      const { csrfToken } = await state();
      const sent = { accept: 'application/json', 'sec-fetch-site': 'same-origin', 'x-csrf-token': csrfToken };
      const answer = await app.inject({
        ...{ method: 'POST', url: `/wizard/${wizard}${path}`, cookies, payload: body },
        headers: { ...sent, ...headers },
      });
      const { code } = answer.json() as { readonly code?: string };
      return { status: answer.statusCode, body: answer.body, ...(code === undefined ? {} : { code }) };
    },
    async visit(path, fields) {
      const url = `/wizard/${wizard}${path}`;
      const form = new URLSearchParams({ csrf: (await state()).csrfToken, ...fields });
      const answer = fields
        ? await app.inject({
            ...{ method: 'POST', url, cookies, payload: form.toString() },
            headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
          })
        : await app.inject({ method: 'GET', url, cookies });
      return { status: answer.statusCode, body: answer.body, location: `${answer.headers.location ?? ''}` };
    },
    async test(fields, change = {}) {
      const { csrfToken: csrf } = await state();
      const form = new URLSearchParams({ wizard, csrf, ...fields });
      const sent = { accept: 'application/json', 'sec-fetch-site': 'same-origin' };
      const answer = await app.inject({
        ...{ method: 'POST', url: `/test/${change.connectionId ?? connectionId}`, cookies, payload: form.toString() },
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...sent, ...change.headers },
      });
      return { status: answer.statusCode, body: answer.body };
    },
    async connect(fields) {
      const { csrfToken: csrf } = await state();
      const form = new URLSearchParams({ wizard, csrf, display: 'page' });
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
      const answer = await app.inject({
        ...{ method: 'POST', url: `/connect/${connectionId}`, cookies, payload: form.toString() },
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      });
      return { status: answer.statusCode, body: answer.body };
    },
  };
}
