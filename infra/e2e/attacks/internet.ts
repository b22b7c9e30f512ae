import type { HttpRequest, TransportPort } from '@latchkey/oauth';

/** The hosts that stand for the internet in these tests, which reach no further than this machine. */
export interface Internet {
  /** `http://…` of whoever answers for every name under this domain. */
  readonly books: string;
  /** `http://…` of whoever answers for every other name. */
  readonly others: string;
}

/** The domain of the honest provider where a definition leads to it by name. */
export const booksDomain = 'books.example';

/** The transport with a name look-up of our own: loopback addresses stay as they are. */
export function onInternet(transport: TransportPort, internet: Internet): TransportPort {
  return { send: (request, limits) => transport.send({ ...request, url: resolved(request, internet) }, limits) };
}

/** Where a request for a name of that internet really goes. */
export function resolved({ url: text }: Pick<HttpRequest, 'url'>, { books, others }: Internet): string {
  const url = new URL(text);
  if (url.hostname.startsWith('127.')) return text;
  const isBooks = url.hostname === booksDomain || url.hostname.endsWith(`.${booksDomain}`);
  return `${isBooks ? books : others}${url.pathname}${url.search}`;
}
