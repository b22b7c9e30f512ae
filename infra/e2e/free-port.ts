import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A free TCP port of `host`, below the range from which the system takes ports for outgoing connections: nothing but
 * another test can take it before it is used.
 */
export async function freePort(host: string): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(10_000, 32_000);
    if (await isFree(host, port)) return port;
  }
  throw new Error(`no free port was found on ${host}`);
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
