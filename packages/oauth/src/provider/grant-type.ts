import type { GrantType } from './definition.js';

/** The grant types of requests that nobody has to consent to at the provider: what is configured is all they need. */
export type DirectGrantType = Extract<GrantType, 'client_credentials' | 'jwt_bearer' | 'password'>;

/** Whether access is granted to what is configured, by one request, without sending a person anywhere. */
export function isGrantedDirectly(grantType: GrantType | undefined): grantType is DirectGrantType {
  return grantType === 'client_credentials' || grantType === 'jwt_bearer' || grantType === 'password';
}
