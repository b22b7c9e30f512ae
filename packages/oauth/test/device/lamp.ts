import type { PollResult } from '../../src/device/poll-device-authorization.js';
import { pollDueDevices } from '../../src/device/poll-due-devices.js';
import { startDeviceAuthorization } from '../../src/device/start-device-authorization.js';
import type { DeviceAuthorizationId, GrantId, WizardSessionId } from '../../src/ids.js';
import type { Definition } from '../../src/provider/definition.js';
import { type ConnectionOptions, type ConnectionRow, type MemoryWorld, memoryWorld } from '../../testing/index.js';
import { passing } from '../flows.js';

export const definition: Definition = {
  name: 'Lamp',
  issuer: 'https://as.example',
  grantType: 'device_code',
  device: {
    url: 'https://as.example/device_authorization',
    parameters: { audience: 'https://api.example' },
    response: { verificationUri: 'verification_url' },
  },
  token: { url: 'https://as.example/token', clientAuthentication: 'client_secret_post' },
  revoke: { url: 'https://as.example/revoke' },
  steps: [{ name: 'me', url: 'https://as.example/me', method: 'GET', captures: [{ name: 'who', path: 'login' }] }],
  account: { capture: 'who' },
};
export const codes = {
  device_code: 'canary-device-code-5ab1',
  user_code: 'WDJB-MJHT',
  verification_url: 'https://as.example/device',
  expires_in: 1800,
  interval: 5,
};
export const tokens = { access_token: 'at-1', refresh_token: 'rt-1', token_type: 'Bearer', expires_in: 3600 };

export type Answer = { readonly status: number; readonly body: unknown };
export const ok = (body: unknown): Answer => ({ status: 200, body });
export const error = (code: string): Answer => ({ status: 400, body: { error: code } });

/** A provider of which each endpoint answers what the test says now. */
export async function lamp(options: ConnectionOptions = {}) {
  const answers: Record<string, Answer> = {
    '/device_authorization': ok(codes),
    '/token': error('authorization_pending'),
    '/me': ok({ login: 'mara' }),
    '/revoke': ok({}),
  };
  const world = memoryWorld(({ url }) => {
    const { status, body } = answers[new URL(url).pathname] ?? { status: 404, body: {} };
    return { status, headers: {}, body: JSON.stringify(body) };
  });
  const connection = await world.addConnection({ definition, ...options });
  const asked = (path: string) =>
    world.transport.sent.filter(({ request }) => new URL(request.url).pathname === path).map(({ request }) => request);
  return { world, connection, answers, asked };
}

export const begin = (world: MemoryWorld, { organizationId, id: connectionId }: ConnectionRow) =>
  startDeviceAuthorization(world.ports, {
    deviceAuthorizationId: world.newId() as DeviceAuthorizationId,
    wizardSessionId: world.newId() as WizardSessionId,
    ...{ organizationId, connectionId, actor: 'Ada' },
  });

/** One tick of a worker; gives what came of what was due. */
export async function tick(world: MemoryWorld, ports = world.ports) {
  const results: (PollResult | { readonly kind: 'threw'; readonly error: unknown })[] = [];
  const onResult = (_: string, result: (typeof results)[number]) => void results.push(result);
  const work = await pollDueDevices(ports, { slots: 10, newGrantId: () => world.newId() as GrantId, onResult });
  await passing(world, work.settled, 5);
  return results;
}

export const kinds = (connection: ConnectionRow) => connection.events.map(({ kind, reason }) => reason ?? kind);
