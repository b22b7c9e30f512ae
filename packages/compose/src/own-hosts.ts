import { type Database, listCustomHosts } from '@latchkey/db';

/** A list that is older was not read in time; the next try comes soon. */
const everyMs = { read: 60_000, unread: 5_000 };

/** The verified custom domains, as they were within the last minute: hosts of the product's own beside the configured ones. */
export interface OwnHosts {
  has(hostname: string): boolean;
  /** Reads them anew; keeps those that it has when that fails. */
  read(): Promise<void>;
  close(): void;
}

/** Reads the list now and each minute, in the background: a guard that asks it waits for nobody. */
export function watchOwnHosts(options: {
  readonly db: Pick<Database, 'pool'>;
  readonly onFailure: (error: unknown) => void;
}): OwnHosts {
  let hosts: ReadonlySet<string> = new Set();
  let timer: NodeJS.Timeout | undefined;
  let isOpen = true;

  async function read(): Promise<void> {
    clearTimeout(timer);
    let next = everyMs.read;
    try {
      hosts = new Set(await listCustomHosts(options.db));
    } catch (error) {
      next = everyMs.unread;
      if (isOpen) options.onFailure(error);
    }
    clearTimeout(timer);
    if (isOpen) timer = setTimeout(read, next).unref();
  }

  void read();
  return {
    has: (hostname) => hosts.has(hostname),
    read,
    close() {
      isOpen = false;
      clearTimeout(timer);
    },
  };
}
