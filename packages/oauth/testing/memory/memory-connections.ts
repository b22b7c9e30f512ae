import type { ConnectionsPort } from '../../src/ports.js';
import { type InputDefinition, inputDefault } from '../../src/provider/input.js';
import { endDevices } from './memory-device-authorizations.js';
import { connectionOf, endPending, letGo, type MemoryDatabase } from './memory-rows.js';

/** The connections port over rows in memory. */
export function memoryConnections(database: MemoryDatabase): ConnectionsPort {
  return {
    async findToAuthorize(organizationId, connectionId) {
      const connection = connectionOf(database, organizationId, connectionId);
      if (!connection) return undefined;
      const client = connection.clientRowId === undefined ? undefined : database.clients.get(connection.clientRowId);
      const { connectionConfigId, environment, completion, definition, inputs, secretInputs, scopes } = connection;
      return {
        ...{ connectionConfigId, environment, completion },
        definition,
        definitionVersion: 'version-1',
        ...(client ? { client } : {}),
        inputs: { ...defaultsOf(definition.inputs ?? [], environment), ...inputs },
        secretInputs,
        scopes,
      };
    },
    recordFailure: (organizationId, connectionId, failure, event) =>
      database.write('record_failure', () => {
        const connection = connectionOf(database, organizationId, connectionId);
        if (!connection) return;
        connection.lastFailure = failure.error;
        connection.events.push(event);
      }),
    disconnect: (organizationId, connectionId, event) =>
      database.write('disconnect', () => {
        const connection = connectionOf(database, organizationId, connectionId);
        if (!connection) return 'not_found';
        endPending(database, connectionId, 'cancelled');
        endDevices(database, connectionId, 'cancelled');
        if (!connection.grantId) return 'not_connected';
        letGo(database, connection.grantId);
        connection.revokingGrantId = connection.grantId;
        connection.grantId = undefined;
        connection.status = 'disconnecting';
        connection.reason = undefined;
        connection.events.push(event);
        return 'disconnecting';
      }),
  };
}

/** What inputs are in an environment when nobody gave a value, by name. */
export function defaultsOf(inputs: readonly InputDefinition[], environment: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    inputs.flatMap((input) => {
      const value = inputDefault(input, environment);
      return value === undefined ? [] : [[input.name, value]];
    }),
  );
}
