import { Resolver } from 'node:dns/promises';

/** What the DNS says of a name's TXT records. */
export type TxtAnswer =
  /** Each record's strings joined (RFC 7208 section 3.3 reads them so, and so does everybody). */
  | { readonly kind: 'records'; readonly texts: readonly string[] }
  /** The name, or its TXT records, are surely not there. */
  | { readonly kind: 'absent' }
  /** Nobody answered, or nobody who knows; `cause` is the resolver's code. */
  | { readonly kind: 'unavailable'; readonly cause: string };

export type TxtLookup = (name: string) => Promise<TxtAnswer>;

const absent = new Set(['ENOTFOUND', 'ENODATA']);
/** Of all tries together. */
const deadlineMs = 5000;

/** Looks TXT records up at these servers (`192.0.2.53` or `192.0.2.53:5353`), else at the system's. Never rejects. */
export function createTxtLookup(servers: readonly string[] = []): TxtLookup {
  return async (name) => {
    const resolver = new Resolver({ timeout: 1500, tries: 2 });
    if (servers.length > 0) resolver.setServers(servers);
    const deadline = setTimeout(() => resolver.cancel(), deadlineMs);
    try {
      const records = await resolver.resolveTxt(name);
      return { kind: 'records', texts: records.map((strings) => strings.join('')) };
    } catch (error) {
      const cause = String((error as NodeJS.ErrnoException).code ?? 'unknown');
      return absent.has(cause) ? { kind: 'absent' } : { kind: 'unavailable', cause };
    } finally {
      clearTimeout(deadline);
    }
  };
}
