import type { AuthorizationServer } from '../provider/authorization-server.js';
import { discoverAuthorizationServer } from '../provider/discovery.js';
import type { Template } from '../provider/template.js';
import type { PreflightPorts } from './check-client.js';
import { type Finding, finding } from './finding.js';

/** Whether what the issuer publishes of itself (RFC 8414, OpenID Connect Discovery) agrees with the definition. */
export async function checkDiscovery(
  ports: Pick<PreflightPorts, 'transport' | 'times'>,
  server: AuthorizationServer,
): Promise<readonly Finding[]> {
  const { issuer } = server;
  if (issuer === undefined) return [];
  const found = await discoverAuthorizationServer(ports, issuer);
  if (found.kind !== 'discovered') return [finding('discovery_absent', 'definition.issuer')];
  const { definition } = found;
  const findings = (['authorize', 'token', 'revoke'] as const).flatMap((name) => {
    const published = definition[name]?.url;
    const ours = server[name]?.url;
    if (published === undefined || ours === undefined || isSameEndpoint(ours, published)) return [];
    return [finding('discovery_differs', `definition.${name}.url`, `published is ${published}`)];
  });
  return findings.length > 0 ? findings : [finding('discovery_agrees', 'definition.issuer')];
}

/** Queries may differ, and so may what is learnt later. */
function isSameEndpoint(ours: Template, published: string): boolean {
  if (ours.some((part) => typeof part !== 'string')) return true;
  const text = ours.join('');
  if (!URL.canParse(text) || !URL.canParse(published)) return false;
  const [one, other] = [new URL(text), new URL(published)];
  return one.origin === other.origin && one.pathname === other.pathname;
}
