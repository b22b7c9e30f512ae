import type { FastifyInstance } from 'fastify';
import { pageSender } from '../site-server.js';
import { type Behaviour, readBehaviour } from './behaviour.js';
import type { Ledger } from './ledger.js';
import type { LiveGrant } from './live-grants.js';
import { grantsPage } from './pages/grants.js';
import { homePage } from './pages/home.js';
import { site } from './pages/site.js';

const sendPage = pageSender(site);
const loopback = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/** What the open pages show and change. */
export interface SandboxView {
  readonly issuer: string;
  readonly ledger: Ledger;
  liveGrants(): readonly LiveGrant[];
  setBehaviour(behaviour: Behaviour): void;
}

/** Pages and JSON that anybody may read: home, live grants, ledger, health, style; and the misbehaviour switch. */
export function addOpenRoutes(app: FastifyInstance, sandbox: SandboxView): void {
  app.get('/', (_request, reply) => sendPage(reply, homePage(sandbox.issuer)));
  app.get('/grants', (_request, reply) => sendPage(reply, grantsPage(sandbox.liveGrants())));
  app.get('/grants.json', () => ({ grants: sandbox.liveGrants() }));
  app.get('/ledger.json', () => ({ entries: sandbox.ledger.entries() }));
  // JSON only, so that a page of another site cannot send it without a preflight that nobody answers.
  app.post('/sandbox/behaviour', (request, reply) => {
    if (!loopback.test(request.socket.remoteAddress ?? '')) return reply.code(403).send({ error: 'loopback only' });
    if (!request.headers['content-type']?.startsWith('application/json'))
      return reply.code(415).send({ error: 'application/json only' });
    const asked = readBehaviour(request.body);
    if (typeof asked === 'string') return reply.code(400).send({ error: asked });
    sandbox.setBehaviour(asked);
    return reply.send(asked);
  });
}
