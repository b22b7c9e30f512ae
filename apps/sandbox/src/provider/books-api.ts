import type { FastifyInstance } from 'fastify';
import type Provider from 'oidc-provider';
import { emailOfAccount } from './accounts.js';
import type { LedgerEntry } from './ledger.js';
import type { RecordStore } from './record-store.js';

const books = [
  { title: 'The Left Hand of Darkness', author: 'Ursula K. Le Guin', lentTo: null },
  { title: 'Invisible Cities', author: 'Italo Calvino', lentTo: 'Mara' },
  { title: 'The Summer Book', author: 'Tove Jansson', lentTo: null },
] as const;

/** What stands behind a token that is good now. */
interface LiveAccess {
  readonly accountId: string;
  readonly scopes: readonly string[];
}

async function liveAccess(provider: Provider, authorization: string | undefined): Promise<LiveAccess | undefined> {
  const value = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
  const token = value === undefined ? undefined : await provider.AccessToken.find(value);
  // A refresh that lost a race may store its token after the grant died.
  const grant = token?.grantId === undefined ? undefined : await provider.Grant.find(token.grantId);
  return token?.isValid && grant ? { accountId: token.accountId, scopes: [...token.scopes] } : undefined;
}

/** `GET /api/books`: a resource server that asks for a bearer token with the scope `books.read` (RFC 6750). */
export function addBooksApi(
  app: FastifyInstance,
  provider: Provider,
  store: RecordStore,
  record: (request: Omit<LedgerEntry, 'count'>) => void,
): void {
  app.get('/api/books', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const access = await liveAccess(provider, request.headers.authorization);
    if (!access) {
      record({ endpoint: 'books_api', outcome: 'invalid_token' });
      reply
        .code(401)
        .header(
          'www-authenticate',
          'Bearer error="invalid_token", error_description="The access token is unknown, expired or revoked"',
        );
      return { error: 'invalid_token' };
    }
    if (!access.scopes.includes('books.read')) {
      record({ endpoint: 'books_api', outcome: 'insufficient_scope' });
      reply.code(403).header('www-authenticate', 'Bearer error="insufficient_scope", scope="books.read"');
      return { error: 'insufficient_scope' };
    }
    record({ endpoint: 'books_api', outcome: 'ok' });
    return { account: emailOfAccount(store, access.accountId) ?? access.accountId, scopes: access.scopes, books };
  });
}
