import type { Definition } from './definition.js';
import { isGrantedDirectly } from './grant-type.js';

/** Claims of an assertion that have a field of their own or are set by Latchkey (RFC 7523 section 3). */
const ownClaims: ReadonlySet<string> = new Set(['iss', 'sub', 'aud', 'iat', 'exp', 'nbf', 'jti']);

/** What a definition lacks for its grant type, or has although that has no use for it. */
export function checkGrantType(definition: Definition, report: (field: string, message: string) => void): void {
  const { grantType = 'authorization_code', authorize, token, exchange, refresh, assertion, device } = definition;
  const redirects = grantType === 'authorization_code';
  if (redirects && !authorize) report('authorize', 'is required: give {"url": …}, the page where people consent');
  if (!redirects && authorize) report('authorize', `is not used by the grant type ${grantType}: leave it out`);
  if (grantType === 'device_code' && !device)
    report('device', 'is required: give {"url": …}, the device authorization endpoint');
  if (isGrantedDirectly(grantType)) {
    if (device) report('device', `is not used by the grant type ${grantType}: leave it out`);
    if (refresh?.by === 'access_token')
      report('refresh.by', `is not used by ${grantType}: there the token is asked for again`);
    if (exchange) report('exchange', `is not used by the grant type ${grantType}: leave it out`);
  }
  if (grantType === 'password')
    for (const name of ['username', 'password'])
      if (!Object.hasOwn(token.parameters ?? {}, name))
        report(`token.parameters.${name}`, 'is required: take it from an input, as in {"username": "{user}"}');
  if (assertion && grantType !== 'jwt_bearer') report('assertion', 'is for the grant type jwt_bearer only');
  for (const [field, given] of [
    ['assertion', assertion],
    ['client.signedSecret', definition.client?.signedSecret],
  ] as const)
    for (const name of Object.keys(given?.claims ?? {}))
      if (ownClaims.has(name)) report(`${field}.claims.${name}`, 'has a field of its own, or is set by Latchkey');
}
