import type { AuthorizationServer } from '../provider/authorization-server.js';
import { type Secret, secret } from '../secret.js';

/** What a person pasted from the provider's page. */
export type PastedCode =
  | { readonly kind: 'code'; readonly code: Secret; readonly iss?: string }
  /** `unreadable`: no code can look so. `other_host`: an address that is not of the page that the flow led to. */
  | { readonly kind: 'unusable'; readonly why: 'unreadable' | 'other_host' | 'no_code' };

/** Longer than any code that a person is asked to copy. */
const longest = 4096;

/**
 * Reads a pasted code, or the whole address of the page that shows it: there it is a parameter, or what follows the
 * path of the authorization endpoint. The address is never fetched. Total: never throws, whatever was pasted.
 */
export function readPastedCode(server: AuthorizationServer, pasted: string): PastedCode {
  const text = pasted.trim();
  const unusable = (why: (PastedCode & { readonly kind: 'unusable' })['why']): PastedCode => ({
    kind: 'unusable',
    why,
  });
  // RFC 6749 appendix A.11, without the space: nobody means one.
  if (text.length > longest || !/^[\x21-\x7e]+$/.test(text)) return unusable('unreadable');
  const page = authorizationPage(server);
  // Address bars leave the scheme out when the address is copied in part.
  const address = page && text.startsWith(`${page.host}/`) ? `${page.protocol}//${text}` : text;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return { kind: 'code', code: secret(text) };
  if (!page || !URL.canParse(address)) return unusable('unreadable');
  const url = new URL(address);
  if (url.origin !== page.origin || url.username !== '' || url.password !== '') return unusable('other_host');
  const codes = url.searchParams.getAll(server.callback.names?.code ?? 'code');
  const code = codes.length === 0 ? inPath(url, page) : codes.length === 1 ? codes[0] : undefined;
  const iss = url.searchParams.get('iss');
  if (!code) return unusable('no_code');
  return { kind: 'code', code: secret(code), ...(iss === null ? {} : { iss }) };
}

/** The authorization endpoint as far as it is known: what is open yet stands in its path or query. */
function authorizationPage({ authorize }: AuthorizationServer): URL | undefined {
  const text = authorize?.url.map((part) => (typeof part === 'string' ? part : 'x')).join('');
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

function inPath(url: URL, page: URL): string | undefined {
  const before = `${page.pathname.replace(/\/$/, '')}/`;
  const rest = url.pathname.startsWith(before) ? url.pathname.slice(before.length).replace(/\/$/, '') : '';
  if (rest === '' || rest.includes('/')) return undefined;
  try {
    return decodeURIComponent(rest);
  } catch {
    return undefined;
  }
}
