import { newId, type TenantTransaction } from '@latchkey/db';
import { type ClientCredentials, type GivenSecret, saveClient } from '@latchkey/db/management';
import { secret } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import type { ApiDeps } from '../api-deps.js';
import { Problem, unprocessable } from '../errors.js';
import { body, nullable } from '../wire/schema.js';

/** A client id, as providers give them (RFC 6749 appendix A.1). */
export const ClientIdText = Type.String({ minLength: 1, maxLength: 1000, pattern: '^[\\x20-\\x7e]+$' });

/** A client secret in a request. */
export const ClientSecretText = Type.String({
  ...{ minLength: 1, maxLength: 10_000, writeOnly: true },
  description: 'Never answered again.',
});

/** The client credentials of one environment, as a request gives them. */
export const EnvironmentBody = body({
  clientId: Type.Optional(ClientIdText),
  clientSecret: Type.Optional(
    Object.assign(nullable(Type.String({ minLength: 1, maxLength: 10_000 })), {
      writeOnly: true,
      description: 'Never answered again. A new one replaces the former; null takes it away (a public client).',
    }),
  ),
  nextClientSecret: Type.Optional(
    Object.assign(nullable(Type.String({ minLength: 1, maxLength: 10_000 })), {
      writeOnly: true,
      description:
        'For a rotation without a gap: tried whenever the provider refuses `clientSecret`, until it is promoted.',
    }),
  ),
  domainId: Type.Optional(
    Object.assign(nullable(Type.String({ maxLength: 100 })), {
      description:
        'A verified custom domain that the redirect URI begins with from the next Connect on; null: the region’s host. Register the new `callbackUrl` at the provider first.',
    }),
  ),
});

export const EnvironmentsBody = Type.Record(Type.String(), EnvironmentBody, {
  description: 'Client credentials by environment: `{"production": {"clientId": "…", "clientSecret": "…"}}`.',
});

/** Seals the secrets of a request: before the transaction, because the vault reads the database itself. */
export async function sealEnvironments(
  deps: Pick<ApiDeps, 'ports'>,
  organizationId: string,
  environments: Static<typeof EnvironmentsBody>,
): Promise<readonly ClientCredentials[]> {
  return Promise.all(
    Object.entries(environments).map(async ([environment, { clientId, clientSecret, nextClientSecret }]) => ({
      environment,
      ...(clientId === undefined ? {} : { clientId }),
      ...(clientSecret === undefined ? {} : { secret: await sealSecret(deps, organizationId, clientSecret) }),
      ...(nextClientSecret === undefined
        ? {}
        : { nextSecret: await sealSecret(deps, organizationId, nextClientSecret) }),
    })),
  );
}

/** Seals a client secret for a row of its own; null says that there shall be none. */
export async function sealSecret(
  deps: Pick<ApiDeps, 'ports'>,
  organizationId: string,
  clientSecret: string | null,
): Promise<GivenSecret> {
  if (clientSecret === null) return 'remove';
  const id = newId();
  const purpose = { organizationId, row: id, field: 'client_secret.value' as const };
  return { id, value: await deps.ports.vault.seal(purpose, secret(clientSecret)) };
}

/** Saves the credentials of every environment, or refuses all of them. */
export async function saveEnvironments(
  tx: TenantTransaction,
  organizationId: string,
  configId: string,
  credentials: readonly ClientCredentials[],
): Promise<void> {
  for (const one of credentials) {
    const saved = await saveClient(tx, organizationId, configId, one);
    const field = `environments.${one.environment}`;
    if (saved.kind === 'no_client_id') throw unprocessable(`${field}.clientId`, 'is required with a clientSecret');
    if (saved.kind === 'in_use')
      throw new Problem('client_in_use', {
        detail: `${saved.grants} live grants were made with the present client id of this environment; disconnect them first, or make another connection config.`,
        errors: [{ field: `${field}.clientId`, messages: ['cannot change while grants made with it live'] }],
      });
  }
}

/** For the audit record: which environments were given what, never a secret. */
export function auditedEnvironments(
  credentials: readonly ClientCredentials[],
  environments: Static<typeof EnvironmentsBody> = {},
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    credentials.map(({ environment, clientId, secret: given, nextSecret }) => [
      environment,
      {
        ...(environments[environment]?.domainId === undefined ? {} : { domainId: environments[environment].domainId }),
        ...(clientId === undefined ? {} : { clientId }),
        ...(given === undefined ? {} : { secretVersion: given === 'remove' ? null : given.id }),
        ...(nextSecret === undefined ? {} : { nextSecretVersion: nextSecret === 'remove' ? null : nextSecret.id }),
      },
    ]),
  );
}
