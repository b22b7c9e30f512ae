import type { ConnectionId, OrganizationId, WizardSessionId } from '../ids.js';
import type { Ports } from '../ports.js';

/**
 * Disconnects: in one transaction the connection lets go of its grant, which becomes revoking and due; then the worker
 * is asked to look at once. From the transaction on, no read returns a token.
 */
export async function disconnectConnection(
  ports: Pick<Ports, 'connections' | 'bell' | 'notices'>,
  input: {
    readonly organizationId: OrganizationId;
    readonly connectionId: ConnectionId;
    readonly actor?: string;
    readonly wizardSessionId?: WizardSessionId;
  },
): Promise<'disconnecting' | 'not_connected' | 'not_found'> {
  const result = await ports.connections.disconnect(input.organizationId, input.connectionId, {
    kind: 'disconnect_requested',
    ...(input.actor === undefined ? {} : { actor: input.actor }),
    ...(input.wizardSessionId === undefined ? {} : { wizardSessionId: input.wizardSessionId }),
  });
  if (result === 'disconnecting') {
    // The rows hold the intent; a lost ring only waits for the next tick.
    await ports.bell.ring('revoke').catch((error: unknown) => {
      ports.notices.notice({ kind: 'bell_failed', tick: 'revoke', error });
    });
  }
  return result;
}
