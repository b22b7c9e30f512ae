import type { Ports } from '../ports.js';
import { inputFiller } from '../provider/authorization-server.js';
import type { Definition } from '../provider/definition.js';
import { freezeUrl, UnfilledField } from '../provider/endpoint.js';
import { fillTemplate } from '../provider/template.js';
import type { Secret } from '../secret.js';
import { clientRegistrationRequest, registeredMethods, type WantedClient } from './registration-request.js';
import { processClientRegistrationResponse } from './registration-response.js';

export type RegisteredClient =
  | {
      readonly kind: 'registered';
      readonly clientId: string;
      readonly clientSecret?: Secret;
      /** Sentences for the vendor about what is to be done or known besides. */
      readonly notes: readonly string[];
    }
  /** The definition or the inputs do not make a request: nothing was sent. */
  | { readonly kind: 'misconfigured'; readonly field: string; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unavailable'; readonly message: string };

const maxResponseBytes = 256 * 1024;

/** Registers a client at the authorization server (RFC 7591). What it answers exists nowhere else: keep it at once. */
export async function registerClient(
  ports: Pick<Ports, 'transport' | 'times'>,
  definition: Definition,
  inputs: Readonly<Record<string, string>>,
  wanted: WantedClient,
): Promise<RegisteredClient> {
  const url = registrationUrl(definition, inputs);
  if (typeof url !== 'string') return url;
  const request = clientRegistrationRequest(url, definition, wanted);
  const method = definition.token.clientAuthentication ?? 'client_secret_basic';
  if (!request)
    return {
      kind: 'misconfigured',
      field: 'definition.token.clientAuthentication',
      message: `${method} has no name in a registration (RFC 7591): register the client by hand`,
    };
  const limits = { timeoutMs: ports.times.requestTimeout, maxResponseBytes };
  const answer = processClientRegistrationResponse(await ports.transport.send(request, limits));
  if (answer.kind !== 'registered') return answer;
  const { clientId, clientSecret, secretExpiresAt } = answer;
  const notes: string[] = [];
  if (answer.method !== undefined && answer.method !== registeredMethods[method])
    notes.push(
      `The provider registered the client authentication ${answer.method}: set token.clientAuthentication to it.`,
    );
  if (secretExpiresAt !== undefined)
    notes.push(`The client secret ends at ${new Date(secretExpiresAt * 1000).toISOString()}: give a new one before.`);
  return { kind: 'registered', clientId, ...(clientSecret ? { clientSecret } : {}), notes };
}

function registrationUrl(
  definition: Definition,
  inputs: Readonly<Record<string, string>>,
): string | (RegisteredClient & { readonly kind: 'misconfigured' }) {
  const { registration } = definition;
  const misconfigured = (field: string, message: string) => ({ kind: 'misconfigured', field, message }) as const;
  if (!registration) return misconfigured('definition.registration', 'is needed: give {"url": …}');
  try {
    const fill = inputFiller(definition, inputs);
    const { template } = freezeUrl('registration', registration, { fill, hostsOf: () => [] });
    const filled = fillTemplate(template, () => undefined);
    return filled.kind === 'text'
      ? filled.text
      : misconfigured('definition.registration.url', 'has a value that is not known yet');
  } catch (error) {
    if (error instanceof UnfilledField) return misconfigured(error.refusal.field, error.refusal.message);
    throw error;
  }
}
