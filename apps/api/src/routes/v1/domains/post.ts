import { createDomain, mostUnverifiedDomains, readDomain } from '@latchkey/db/management';
import { customHostProblem, randomToken } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import type { ApiDeps } from '../../../api-deps.js';
import { makeChange } from '../../../change.js';
import { Problem, unprocessable } from '../../../errors.js';
import { challengeOf, Domain, toDomain } from '../../../wire/domain.js';
import { answers, body, ref } from '../../../wire/schema.js';

const obstacles = {
  claimed: 'is claimed already: see GET /v1/domains',
  verified: 'is verified by another organization',
  quarantined: 'was another organization’s until lately: it can be claimed 90 days after they let it go',
};

/** POST /v1/domains */
export const createDomainRoute: Route = (api, deps) =>
  api.post(
    '/domains',
    {
      config: { scope: 'organization:write' },
      schema: {
        operationId: 'createDomain',
        tags: ['domains'],
        summary: 'Claim a custom domain for wizard and callbacks',
        description: `Answers the TXT record that proves it. Set the record, and a CNAME from the host to \`target\`; then ask for the verification, or wait for the worker, which looks hourly for a week. There are at most ${mostUnverifiedDomains} unproved claims at a time. Once it is verified, name it in an environment of a connection config (\`domainId\`), register the new \`callbackUrl\` at the provider, and open wizard sessions there.`,
        body: body({ host: Type.String({ maxLength: 300, examples: ['oauth2.example.com'] }) }),
        response: answers({ 201: ref(Domain) }, 'conflict', 'unprocessable', 'idempotency_key_reused'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const { host } = request.body;
      const problem = customHostProblem(host) ?? ownHostProblem(deps, host);
      if (problem) throw unprocessable('host', problem);
      const challenge = challengeOf(randomToken(deps.ports.random, 32));
      const domain = await makeChange(deps, request, {
        action: 'domain.created',
        repeat: (tx, id) => readDomain(tx, organizationId, id),
        async work(tx) {
          const created = await createDomain(tx, organizationId, { host, challenge });
          if (created.kind === 'too_many')
            throw unprocessable(
              'host',
              `is one too many: ${mostUnverifiedDomains} domains at most may be unproved. Prove or delete some first`,
            );
          if (created.kind !== 'created')
            throw new Problem('conflict', { errors: [{ field: 'host', messages: [obstacles[created.kind]] }] });
          return { id: created.domain.id, result: created.domain, details: { host } };
        },
      });
      return reply.code(201).send(toDomain(domain, deps.callbackPublicUrl));
    },
  );

/** The doors' own hosts, of whatever region, are nobody's. */
function ownHostProblem(deps: ApiDeps, host: string): string | undefined {
  const { callbackPublicUrl, wizardPublicUrl = callbackPublicUrl, regions } = deps;
  const urls = [callbackPublicUrl, wizardPublicUrl, ...regions.peers.map((peer) => peer.callbackUrl)];
  const own = urls.map((url) => new URL(url).hostname);
  return own.includes(host) ? 'is Latchkey’s own host' : undefined;
}
