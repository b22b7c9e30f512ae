import type { HttpOutcome, HttpRequest } from '../src/ports.js';
import type { AuthorizationServer } from '../src/provider/authorization-server.js';
import { resolveAuthorizationServer } from '../src/provider/authorization-server.js';
import type { Definition } from '../src/provider/definition.js';
import { validateDefinition } from '../src/provider/validate-definition.js';
import type { BuiltRequest } from '../src/token/endpoint-request.js';
import { type TokenReading, tokenReading } from '../src/token/token-response.js';
import { seededRandom } from '../testing/memory/seeded-random.js';

export { plainDefinition as plain } from '../testing/memory/memory-world.js';

/** 2027-01-15 08:00 UTC: the moment at which requests are built and answers read. */
export const epochMs = 1_800_000_000_000;

/** What building a request needs of the world; random values repeat from run to run. */
export const requestPorts = { clock: { epochMs: () => epochMs }, random: seededRandom(7) };

/** The server of a definition, which must be valid and resolve. */
export function serverOf(definition: Definition, inputs: Readonly<Record<string, string>> = {}): AuthorizationServer {
  const validated = validateDefinition(definition);
  if (validated.kind === 'invalid') throw new Error(JSON.stringify(validated.problems));
  const resolved = resolveAuthorizationServer(validated.definition, inputs);
  if (resolved.kind === 'refused') throw new Error(`${resolved.field}: ${resolved.message}`);
  return resolved.server;
}

/** The same with its revocation endpoint, which must be defined. */
export function revokingServerOf(definition: Definition, inputs: Readonly<Record<string, string>> = {}) {
  const server = serverOf(definition, inputs);
  const { revoke } = server;
  if (!revoke) throw new Error('the definition has no revocation endpoint');
  return { ...server, revoke };
}

/** A request that must have been built. */
export async function built(building: Promise<BuiltRequest>): Promise<HttpRequest> {
  const result = await building;
  if (result.kind === 'refused') throw new Error(result.message);
  return result.request;
}

/** The parameters of a form-encoded body, in order. */
export const form = (body: string | undefined): [string, string][] => [...new URLSearchParams(body)];

/** How the answers of a definition's token endpoint are read. */
export function readingOf(definition: Definition, at = epochMs): TokenReading {
  const server = serverOf(definition);
  return tokenReading(server, server.token, at);
}

/** A whole answer; a body that is no text is sent as JSON. */
export const response = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpOutcome => ({
  kind: 'response',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  elapsedMs: 12,
});
