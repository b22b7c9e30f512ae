import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Test } from 'tap';
import { freePort } from './free-port.js';

/** Another origin that leads to the same server, as a second name of it would: bytes pass unread. Answers its URL. */
export async function openSecondOrigin(
  t: Test,
  leadTo: { readonly host: string; readonly port: number },
): Promise<string> {
  const host = '127.0.0.5';
  const port = await freePort(host);
  const server = createServer((client) => {
    const upstream = connect(leadTo.port, leadTo.host);
    client.pipe(upstream).pipe(client);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  await once(server.listen(port, host), 'listening');
  t.teardown(() => server.close());
  return `http://${host}:${port}`;
}
