import { checkRegistration, type Registration } from '../../src/preflight/check-registration.js';
import { secret } from '../../src/secret.js';
import { type MemoryAnswer, memoryWorld } from '../../testing/index.js';
import { plain } from '../engine.js';

export const rightSecret = 'right-secret-5d1f';
export const callback = 'https://latchkey.example/callback/cfg_1/production';

/** How a token endpoint answers, by what is wrong with the request. */
export interface OddAnswers {
  readonly client: MemoryAnswer;
  readonly code: MemoryAnswer;
  readonly grantType?: MemoryAnswer;
  /** What is looked at first when several things are wrong. */
  readonly first?: 'client' | 'code';
}

export const answer = (status: number, body: unknown = '', headers: Record<string, string> = {}): MemoryAnswer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A token endpoint that knows one client by its secret and no code at all. */
export function tokenEndpoint(answers: OddAnswers) {
  return (headers: Readonly<Record<string, string>>, form: URLSearchParams): MemoryAnswer => {
    const isClient = headers.authorization === `Basic ${btoa(`client-1:${rightSecret}`)}`;
    const grant = form.get('grant_type') === 'authorization_code' ? answers.code : (answers.grantType ?? answers.code);
    if (answers.first === 'code') return grant;
    return isClient ? grant : answers.client;
  };
}

/** What the issuer says of itself. */
export const published = {
  issuer: 'https://as.example',
  authorization_endpoint: 'https://as.example/authorize',
  token_endpoint: 'https://as.example/token',
  revocation_endpoint: 'https://as.example/revoke',
  response_types_supported: ['code'],
};

/** Preflight of a registration at a server in memory, and what was sent to it. */
export async function preflight(
  token: (headers: Readonly<Record<string, string>>, form: URLSearchParams) => MemoryAnswer,
  change: Partial<Registration> & {
    readonly authorize?: (url: URL) => MemoryAnswer;
    readonly metadata?: Readonly<Record<string, unknown>>;
  } = {},
) {
  const { authorize = () => answer(200, '<h1>Sign in</h1>'), metadata = published, ...registration } = change;
  const world = memoryWorld((request) => {
    const url = new URL(request.url);
    if (url.pathname === '/authorize') return authorize(url);
    if (url.pathname === '/token') return token(request.headers, new URLSearchParams(request.body));
    if (url.pathname === '/revoke') return answer(200);
    if (url.pathname === '/.well-known/oauth-authorization-server') return answer(200, metadata);
    return answer(404, '<h1>Not found</h1>');
  });
  const findings = await checkRegistration(world.ports, {
    definition: plain,
    origin: 'inline',
    environment: 'production',
    client: { clientId: 'client-1', current: secret(rightSecret) },
    redirectUri: callback,
    scopes: ['read'],
    inputs: {},
    secretInputs: {},
    ...registration,
  });
  const paths = world.transport.sent.map(({ request }) => new URL(request.url).pathname);
  const find = (field: string) => findings.filter((one) => one.field === field).map(({ code }) => code);
  return {
    findings,
    codes: findings.map(({ code }) => code),
    secretCodes: find('environments.production.clientSecret'),
    callbackCodes: find('environments.production.callbackUrl'),
    sent: world.transport.sent.map(({ request }) => request),
    paths,
  };
}
