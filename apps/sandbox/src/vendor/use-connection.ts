import type { ApiAnswer, Execution, LatchkeyApi } from './latchkey-api.js';

/** What came of one use of a connection, as the result page shows it. It never holds the token. */
export interface ConnectionUse {
  readonly happened: 'succeeded' | 'failed' | 'no_token';
  /** One sentence. */
  readonly sentence: string;
  readonly account?: string;
  readonly scopes?: readonly string[];
  readonly books?: readonly { readonly title: string; readonly author: string }[];
  /** What Latchkey was told, or why it could not be told. */
  readonly reported?: string;
}

interface Books {
  readonly account: string;
  readonly scopes: readonly string[];
  readonly books: readonly { readonly title: string; readonly author: string }[];
}

const timeoutMs = 10_000;

async function askProvider(
  booksUrl: string,
  token: string,
): Promise<Books | { readonly status?: number; readonly sentence: string }> {
  let response: Response;
  try {
    response = await fetch(booksUrl, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    });
    if (response.ok) return (await response.json()) as Books;
  } catch {
    return { sentence: 'The provider’s API did not answer.' };
  }
  const { status } = response;
  if (status === 401) return { status, sentence: 'The provider refused the access token (HTTP 401).' };
  if (status === 403) return { status, sentence: 'The access token lacks the permission books.read (HTTP 403).' };
  return { status, sentence: `The provider’s API answered with HTTP ${status}.` };
}

const told = (answer: ApiAnswer<unknown>, outcome: Execution['outcome']): string =>
  answer.kind === 'ok' ? `Reported to Latchkey: ${outcome}.` : `Latchkey could not be told: ${answer.sentence}`;

/** Asks Latchkey for a live access token, calls the provider's books API with it, and reports the outcome to Latchkey. */
export async function useConnection(
  api: LatchkeyApi,
  use: { readonly connectionId: string; readonly instanceId: string; readonly booksUrl: string },
): Promise<ConnectionUse> {
  const { connectionId, instanceId } = use;
  const token = await api.accessToken(connectionId);
  if (token.kind === 'refused')
    return { happened: 'no_token', sentence: `There is no access token to use. ${token.sentence}` };
  const answer = await askProvider(use.booksUrl, token.value);
  if ('books' in answer) {
    const { account, scopes, books } = answer;
    const reported = told(await api.report(connectionId, { instanceId, outcome: 'succeeded' }), 'succeeded');
    return {
      happened: 'succeeded',
      sentence: 'The provider’s API accepted the access token.',
      account,
      scopes,
      books,
      reported,
    };
  }
  const execution: Execution = {
    instanceId,
    outcome: 'connection_error',
    message: answer.sentence,
    ...(answer.status === undefined ? {} : { providerStatus: answer.status }),
  };
  const reported = told(await api.report(connectionId, execution), 'connection_error');
  return { happened: 'failed', sentence: answer.sentence, reported };
}

/** Tells Latchkey of a connection error by hand, to show what it does. */
export async function reportFailure(
  api: LatchkeyApi,
  connectionId: string,
  instanceId: string,
): Promise<ConnectionUse> {
  const message = 'Reported by hand on the page of Acme Rota';
  const answer = await api.report(connectionId, { instanceId, outcome: 'connection_error', message });
  return {
    happened: 'failed',
    sentence: 'A connection error was made up to show what it does.',
    reported: told(answer, 'connection_error'),
  };
}
