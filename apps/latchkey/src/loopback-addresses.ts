import { createServer } from 'node:net';
import type { StartConfig } from './config.js';

/** Whether this machine has the address: macOS, unlike Linux and Windows, has only 127.0.0.1 of its loopback range. */
function canListenOn(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRNOTAVAIL'));
    server.listen(0, host, () => server.close(() => resolve(true)));
  });
}

/** Puts provider and vendor page on the wizard's own address where theirs do not exist. */
export async function onExistingAddresses(config: StartConfig): Promise<StartConfig> {
  const moved = async (address: StartConfig['provider']) =>
    (await canListenOn(address.host)) ? address : { ...address, host: config.callback.host };
  return { ...config, provider: await moved(config.provider), vendor: await moved(config.vendor) };
}
