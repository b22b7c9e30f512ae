import { loopbackPeers, transportPortConformance } from '@latchkey/oauth/testing';
import t from 'tap';
import { createEgressGuard, createTransport } from '../src/index.js';

t.test('transport', (t) =>
  transportPortConformance(t, async () => {
    const guard = createEgressGuard({ loopback: 'development', baseUrls: [] });
    const transport = createTransport({ guard, userAgent: 'latchkey-test' });
    const peers = loopbackPeers();
    return {
      transport,
      peer: peers.peer,
      pass: async () => undefined,
      async close() {
        await transport.close();
        await peers.close();
      },
    };
  }),
);
