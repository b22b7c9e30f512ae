import { type ConnectionId, formatId } from '@latchkey/oauth';

/** An answer of the access-token endpoint. */
export interface TokenReading {
  readonly status: number;
  readonly accessToken?: string;
  readonly generation?: number;
  readonly expiresAt?: string;
  /** The problem's code where there is no token. */
  readonly code?: string;
  readonly retryAfter: string | null;
}

/** Asks an API for a connection's access token, as a vendor's server does. */
export async function readToken(
  apiUrl: string | undefined,
  apiKey: string,
  connectionId: ConnectionId,
  minimumSeconds?: number,
): Promise<TokenReading> {
  const query = minimumSeconds === undefined ? '' : `?minimumSeconds=${minimumSeconds}`;
  const response = await fetch(
    `${apiUrl}/v1/connections/${formatId('connection', connectionId)}/access-token${query}`,
    {
      headers: { authorization: `Bearer ${apiKey}` },
    },
  );
  const body = (await response.json()) as Omit<TokenReading, 'status' | 'retryAfter'>;
  return { ...body, status: response.status, retryAfter: response.headers.get('retry-after') };
}
