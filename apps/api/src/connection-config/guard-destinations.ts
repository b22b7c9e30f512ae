import type { TenantTransaction } from '@latchkey/db';
import {
  type ClientCredentials,
  type ConfigWithEnvironments,
  countConnectionsWithSecrets,
} from '@latchkey/db/management';
import { type Definition, opensDestination } from '@latchkey/oauth';
import { Problem } from '../errors.js';

/**
 * Refuses a definition that would send saved secrets where they could not go before, to whoever may write configs but
 * could never read a secret: the secrets are given again with the change, or the key may migrate clients.
 */
export async function guardDestinations(
  tx: TenantTransaction,
  request: { readonly apiKey: { readonly organizationId: string; readonly scopes: readonly string[] } },
  config: ConfigWithEnvironments,
  change: {
    readonly before: Definition;
    readonly after: Definition;
    readonly credentials: readonly ClientCredentials[];
  },
): Promise<void> {
  const { organizationId, scopes } = request.apiKey;
  if (scopes.includes('clients:migrate') || !opensDestination(change.before, change.after)) return;
  const kept = config.environments.filter(({ environment, client }) => {
    const given = change.credentials.find((one) => one.environment === environment);
    return client?.secrets.some(({ state }) => (state === 'next' ? !given?.nextSecret : !given?.secret));
  });
  const connections = await countConnectionsWithSecrets(tx, organizationId, config.id);
  if (kept.length === 0 && connections === 0) return;
  throw new Problem('missing_scope', {
    detail:
      'The definition sends credentials to addresses that it did not before. Give the client secrets again with it, or use a key with the scope clients:migrate.',
    members: { scope: 'clients:migrate' },
    errors: [
      ...kept.map(({ environment }) => ({
        field: `environments.${environment}.clientSecret`,
        messages: ['must be given again: the saved one would go to another address'],
      })),
      ...(connections > 0
        ? [{ field: 'definition', messages: [`would send the secrets of ${connections} connections elsewhere`] }]
        : []),
    ],
  });
}
