import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { startApi } from '@latchkey/api';
import { startCallback } from '@latchkey/callback';
import { ownBaseUrls } from '@latchkey/compose';
import type { ProtocolTimes, Regions } from '@latchkey/oauth';
import { createMetrics, type Metrics, type ReadinessCheck, type Tracing, type Warning } from '@latchkey/process';
import { type SandboxProvider, startProvider, startVendor } from '@latchkey/sandbox';
import type { KeyRing } from '@latchkey/vault';
import { startWorker } from '@latchkey/worker';
import type { Logger } from 'pino';
import type { Address } from './config.js';
import type { DatabaseUrls } from './prepare-database.js';
import { sandboxDefinition, sandboxScopeNames } from './sandbox-definition.js';
import { type SeededDemo, seedDemo } from './seed.js';

export interface LatchkeyOptions {
  readonly database: DatabaseUrls;
  /** `redis://…`; Postgres carries the queue when left out. */
  readonly redisUrl?: string;
  readonly keyEncryptionKeys: KeyRing;
  readonly api: Address;
  readonly callback: Address;
  /** Public base URL of the wizard, where it is another origin than the callback's. */
  readonly wizardUrl?: string;
  /** `local`, without peers, when left out. */
  readonly regions?: Regions;
  /** For TXT records; the system's when left out. */
  readonly dnsServers?: readonly string[];
  readonly provider: Address;
  readonly vendor: Address;
  readonly accessTokenSeconds: number;
  /** Keeps the sandbox provider's grants between two starts. */
  readonly sandboxFolder?: string;
  readonly tickEveryMs?: number;
  readonly times?: ProtocolTimes;
  /** Where answers are left that cannot be stored before the process has to end. */
  readonly spoolFolder?: string;
  readonly logger: Logger;
  readonly tracing?: Tracing | undefined;
  /** Hears what is being done, in a few words. */
  readonly onProgress?: (what: string) => void;
}

export interface RunningLatchkey {
  readonly urls: {
    readonly api: string;
    readonly callback: string;
    readonly provider: string;
    readonly vendor: string;
  };
  readonly demo: SeededDemo;
  readonly provider: SandboxProvider;
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  readonly warnings: Readonly<Record<string, Warning>>;
  readonly metrics: Metrics;
  /** Stops all of it in order: first what brings new work in. */
  close(): Promise<void>;
}

const clientId = 'acme-rota';

/** Runs every door, the worker and the sandbox in this process. Rejects, with everything closed, when one cannot start. */
export async function startLatchkey(options: LatchkeyOptions): Promise<RunningLatchkey> {
  const { database, logger, keyEncryptionKeys, onProgress = () => {} } = options;
  const { regions = { region: 'local', residency: 'local', peers: [] } } = options;
  const queueUrl = (login: 'app' | 'worker') => options.redisUrl ?? database[login];
  const publicUrl = `http://${options.callback.host}:${options.callback.port}`;
  const vendorOrigin = `http://${options.vendor.host}:${options.vendor.port}`;
  const shared = {
    keyEncryptionKeys,
    loopback: 'development',
    baseUrls: ownBaseUrls({
      ...{ CALLBACK_PUBLIC_URL: publicUrl, WIZARD_PUBLIC_URL: options.wizardUrl },
      ...{ API_PUBLIC_URL: `http://${options.api.host}:${options.api.port}`, LATCHKEY_PEERS: regions.peers },
    }),
    ...(options.times ? { times: options.times } : {}),
    ...(options.spoolFolder === undefined ? {} : { spoolFolder: options.spoolFolder }),
    ...(options.dnsServers ? { dnsServers: options.dnsServers } : {}),
  } as const;
  const metrics = createMetrics();
  const opened: { depart?(): void; close(): Promise<void> }[] = [];
  const close = async () => {
    for (const part of opened) part.depart?.();
    for (const part of opened.splice(0).reverse()) await part.close();
  };
  const keep = <Part extends { depart?(): void; close(): Promise<void> }>(part: Part): Part => {
    opened.push(part);
    return part;
  };
  try {
    onProgress('starting the sandbox provider');
    const provider = keep(
      await startProvider({
        ...options.provider,
        accessTokenSeconds: options.accessTokenSeconds,
        ...(options.sandboxFolder ? { dataDir: path.join(options.sandboxFolder, 'provider') } : {}),
        logger: logger.child({ name: 'sandbox' }),
      }),
    );
    onProgress('seeding an organization, an integration, a customer and an instance');
    const clientSecret = randomBytes(24).toString('base64url');
    const demo = await seedDemo({
      databaseUrl: database.app,
      ownerUrl: database.worker,
      keyEncryptionKeys,
      publicUrl,
      vendorOrigin,
      definition: sandboxDefinition(provider.issuer),
      scopes: sandboxScopeNames,
      clientId,
      clientSecret,
    });
    await provider.registerClient({
      clientId,
      clientSecret,
      redirectUris: [demo.callbackUrl],
      clientName: 'Acme Rota',
    });
    onProgress('starting worker, API, wizard and vendor page');
    const worker = keep(
      await startWorker(
        {
          ...shared,
          databaseUrl: database.worker,
          queueUrl: queueUrl('worker'),
          tickEveryMs: options.tickEveryMs ?? 5000,
          slots: 32,
        },
        logger.child({ name: 'worker' }),
        metrics,
        options.tracing,
      ),
    );
    const { wizardUrl } = options;
    const urls = { publicUrl, wizardUrl, regions };
    const door = { ...shared, databaseUrl: database.app, queueUrl: queueUrl('app'), ...urls };
    const callback = keep(
      await startCallback(
        { ...door, ...options.callback },
        logger.child({ name: 'callback' }),
        metrics,
        options.tracing,
      ),
    );
    const api = keep(
      await startApi(
        { ...door, ...options.api, callbackPublicUrl: publicUrl, wizardPublicUrl: wizardUrl },
        logger.child({ name: 'api' }),
        metrics,
        options.tracing,
      ),
    );
    const vendor = keep(
      await startVendor({
        ...options.vendor,
        apiUrl: api.url,
        apiKey: demo.apiKey,
        wizardOrigin: wizardUrl ?? publicUrl,
        instanceId: demo.instanceId,
        userId: demo.userId,
        providerUrl: provider.url,
        logger: logger.child({ name: 'vendor' }),
      }),
    );
    return {
      urls: { api: api.url, callback: callback.url, provider: provider.url, vendor: vendor.url },
      demo,
      provider,
      metrics,
      warnings: worker.warnings,
      checks: { ...api.checks, ...callback.checks, ...worker.checks },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
