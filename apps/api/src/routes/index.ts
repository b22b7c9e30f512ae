import type { Api } from '../api.js';
import type { ApiDeps } from '../api-deps.js';
import { revokeKey } from './v1/api-keys/_id/delete.js';
import { getKey } from './v1/api-keys/_id/get.js';
import { rotateKey } from './v1/api-keys/_id/rotate/post.js';
import { listKeys } from './v1/api-keys/get.js';
import { createKey } from './v1/api-keys/post.js';
import { listAuditEventsRoute } from './v1/audit-events/get.js';
import { cancelAuthorizationSession } from './v1/authorization-sessions/_id/cancel/post.js';
import { completeAuthorizationSession } from './v1/authorization-sessions/_id/complete/post.js';
import { checkConfig } from './v1/connection-configs/_id/check/post.js';
import { deleteConfig } from './v1/connection-configs/_id/delete.js';
import { activateKey } from './v1/connection-configs/_id/environments/_environment/keys/_kid/activate/post.js';
import { listKeysOfClient } from './v1/connection-configs/_id/environments/_environment/keys/get.js';
import { createClientKey } from './v1/connection-configs/_id/environments/_environment/keys/post.js';
import { promoteClientSecret } from './v1/connection-configs/_id/environments/_environment/promote-client-secret/post.js';
import { registerClientRoute } from './v1/connection-configs/_id/environments/_environment/register/post.js';
import { replaceClientRoute } from './v1/connection-configs/_id/environments/_environment/replace-client/post.js';
import { resetIssuer } from './v1/connection-configs/_id/environments/_environment/reset-issuer/post.js';
import { getConfig } from './v1/connection-configs/_id/get.js';
import { updateConfig } from './v1/connection-configs/_id/patch.js';
import { getUpgrade } from './v1/connection-configs/_id/upgrade/get.js';
import { upgradeConfig } from './v1/connection-configs/_id/upgrade/post.js';
import { listConfigs } from './v1/connection-configs/get.js';
import { createConfig } from './v1/connection-configs/post.js';
import { getAccessToken } from './v1/connections/_id/access-token/get.js';
import { rejectAccessTokenRoute } from './v1/connections/_id/access-token/reject/post.js';
import { authorizeConnection } from './v1/connections/_id/authorize/post.js';
import { connectDirectlyRoute } from './v1/connections/_id/connect/post.js';
import { disconnectRoute } from './v1/connections/_id/disconnect/post.js';
import { listEventsRoute } from './v1/connections/_id/events/get.js';
import { reportExecutionRoute } from './v1/connections/_id/executions/post.js';
import { getConnection } from './v1/connections/_id/get.js';
import { updateConnection } from './v1/connections/_id/patch.js';
import { refreshRoute } from './v1/connections/_id/refresh/post.js';
import { testConnection } from './v1/connections/_id/test/post.js';
import { listConnectionsRoute } from './v1/connections/get.js';
import { importConnections } from './v1/connections/import/post.js';
import { deleteCustomer } from './v1/customers/_id/delete.js';
import { getCustomer } from './v1/customers/_id/get.js';
import { updateCustomerRoute } from './v1/customers/_id/patch.js';
import { deleteUser } from './v1/customers/_id/users/_userId/delete.js';
import { getUser } from './v1/customers/_id/users/_userId/get.js';
import { updateUserRoute } from './v1/customers/_id/users/_userId/patch.js';
import { listUsersRoute } from './v1/customers/_id/users/get.js';
import { createUserRoute } from './v1/customers/_id/users/post.js';
import { listCustomersRoute } from './v1/customers/get.js';
import { createCustomerRoute } from './v1/customers/post.js';
import { deleteDomainRoute } from './v1/domains/_id/delete.js';
import { getDomain } from './v1/domains/_id/get.js';
import { verifyDomain } from './v1/domains/_id/verify/post.js';
import { listDomainsRoute } from './v1/domains/get.js';
import { createDomainRoute } from './v1/domains/post.js';
import { linkConnectionRoute } from './v1/instances/_id/connections/_key/put.js';
import { deleteInstance } from './v1/instances/_id/delete.js';
import { getInstance } from './v1/instances/_id/get.js';
import { updateInstanceRoute } from './v1/instances/_id/patch.js';
import { listInstancesRoute } from './v1/instances/get.js';
import { createInstanceRoute } from './v1/instances/post.js';
import { deleteIntegration } from './v1/integrations/_id/delete.js';
import { getIntegration } from './v1/integrations/_id/get.js';
import { updateIntegrationRoute } from './v1/integrations/_id/patch.js';
import { deleteVariable } from './v1/integrations/_id/required-config-variables/_variableId/delete.js';
import { updateVariable } from './v1/integrations/_id/required-config-variables/_variableId/patch.js';
import { listVariables } from './v1/integrations/_id/required-config-variables/get.js';
import { createVariable } from './v1/integrations/_id/required-config-variables/post.js';
import { listIntegrationsRoute } from './v1/integrations/get.js';
import { createIntegrationRoute } from './v1/integrations/post.js';
import { getOrganization } from './v1/organization/get.js';
import { getOrigins } from './v1/organization/origins/get.js';
import { putOrigins } from './v1/organization/origins/put.js';
import { getProvider } from './v1/providers/_key/get.js';
import { discoverProvider } from './v1/providers/discover/post.js';
import { listCatalogue } from './v1/providers/get.js';
import { listRegions } from './v1/regions/get.js';
import { deleteEndpointRoute } from './v1/webhook-endpoints/_id/delete.js';
import { replayDeliveryRoute } from './v1/webhook-endpoints/_id/deliveries/_deliveryId/replay/post.js';
import { listDeliveriesRoute } from './v1/webhook-endpoints/_id/deliveries/get.js';
import { getEndpoint } from './v1/webhook-endpoints/_id/get.js';
import { updateEndpointRoute } from './v1/webhook-endpoints/_id/patch.js';
import { replayRoute } from './v1/webhook-endpoints/_id/replay/post.js';
import { rotateSecretRoute } from './v1/webhook-endpoints/_id/rotate-secret/post.js';
import { testEndpoint } from './v1/webhook-endpoints/_id/test/post.js';
import { listEndpointsRoute } from './v1/webhook-endpoints/get.js';
import { createEndpointRoute } from './v1/webhook-endpoints/post.js';
import { createWizardSessionRoute } from './v1/wizard-sessions/post.js';

const routes = [
  ...[getOrganization, getOrigins, putOrigins, listRegions],
  ...[listDomainsRoute, createDomainRoute, getDomain, deleteDomainRoute, verifyDomain],
  ...[listKeys, createKey, getKey, rotateKey, revokeKey],
  ...[listCatalogue, getProvider, discoverProvider],
  ...[listKeysOfClient, createClientKey, activateKey, registerClientRoute],
  ...[listIntegrationsRoute, createIntegrationRoute, getIntegration, updateIntegrationRoute, deleteIntegration],
  ...[listVariables, createVariable, updateVariable, deleteVariable],
  ...[listConfigs, createConfig, getConfig, updateConfig, deleteConfig, checkConfig],
  ...[promoteClientSecret, replaceClientRoute, resetIssuer, getUpgrade, upgradeConfig],
  ...[listCustomersRoute, createCustomerRoute, getCustomer, updateCustomerRoute, deleteCustomer],
  ...[listUsersRoute, createUserRoute, getUser, updateUserRoute, deleteUser],
  ...[listInstancesRoute, createInstanceRoute, getInstance, updateInstanceRoute, deleteInstance],
  linkConnectionRoute,
  createWizardSessionRoute,
  ...[listConnectionsRoute, getConnection, updateConnection],
  ...[getAccessToken, connectDirectlyRoute, refreshRoute, disconnectRoute, listEventsRoute, reportExecutionRoute],
  ...[testConnection, rejectAccessTokenRoute, authorizeConnection],
  ...[completeAuthorizationSession, cancelAuthorizationSession],
  importConnections,
  listAuditEventsRoute,
  ...[listEndpointsRoute, createEndpointRoute, getEndpoint, updateEndpointRoute, deleteEndpointRoute],
  ...[rotateSecretRoute, testEndpoint, listDeliveriesRoute, replayDeliveryRoute, replayRoute],
];

/** Everything under /v1: the table of contents of this API. */
export function addRoutes(api: Api, deps: ApiDeps): void {
  for (const route of routes) route(api, deps);
}
