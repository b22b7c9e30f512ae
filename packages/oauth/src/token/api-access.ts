import { fillTemplate } from '../provider/template.js';
import { filledTexts } from './filled-texts.js';
import type { LiveAccessToken } from './read-access-token.js';
import { type RequestPorts, requestLookup } from './request-values.js';

/** How the vendor's code calls the provider's API. Header values hold the token, and may hold other secrets. */
export interface ApiAccess {
  /** Absent where the definition names none, or where the value that it hangs on was not learnt. */
  readonly baseUrl?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The address and headers of an API for one token: what the definition says, else the token by its type (RFC 6750
 * section 2.1).
 */
export function apiAccess(ports: RequestPorts, token: LiveAccessToken): ApiAccess {
  const { api } = token;
  // A refresh token is never told to anybody.
  const { refreshToken: _, ...tokens } = token.tokens;
  const lookup = requestLookup(ports, {
    client: { clientId: token.clientId },
    inputs: token.inputs,
    context: token.context,
    tokens,
  });
  const addresses = [api?.baseUrl, api?.baseUrlFallback].flatMap((template) => (template ? [template] : []));
  const baseUrl = addresses.map((template) => fillTemplate(template, lookup)).find(({ kind }) => kind === 'text');
  const headers = filledTexts(api?.headers ?? {}, lookup);
  const declared = headers.kind === 'texts' ? Object.fromEntries(headers.texts) : {};
  const bearer = { Authorization: `${token.tokenType} ${lookup('token.access_token') ?? ''}` };
  // A definition that puts the token into a header of its own means that one.
  const isCarried = Object.values(api?.headers ?? {}).some((template) =>
    template.some((part) => typeof part !== 'string' && part.name === 'token.access_token'),
  );
  return {
    ...(baseUrl?.kind === 'text' ? { baseUrl: baseUrl.text } : {}),
    headers: { ...(isCarried ? {} : bearer), ...declared },
  };
}
