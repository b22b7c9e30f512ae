import { createServer } from 'node:net';
import { StartError } from '@latchkey/process';
import type { Address, StartConfig } from './config.js';

/** Fails before anything is started when a port is taken, with every taken one and how to change it. */
export async function assertPortsAreFree(config: StartConfig): Promise<void> {
  const wanted: readonly (readonly [string, Address])[] = [
    ['LATCHKEY_API_PORT', config.api],
    ['LATCHKEY_CALLBACK_PORT', config.callback],
    ['LATCHKEY_PROVIDER_PORT', config.provider],
    ['LATCHKEY_VENDOR_PORT', config.vendor],
    ['PRIVATE_PORT', config.privatePort],
  ];
  const taken: string[] = [];
  for (const [variable, { host, port }] of wanted)
    if (!(await isFree(host, port)))
      taken.push(
        `Port ${port} on ${host} is taken by another program: stop that one, or choose another port with ${variable}=<port>.`,
      );
  if (taken.length > 0) throw new StartError(taken.join('\n'));
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
