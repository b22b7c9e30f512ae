import type { AuthorizationServer } from './authorization-server.js';

/**
 * Host, with its port where it is not the scheme's own, of the endpoint that a grant is refreshed at: what budgets,
 * pauses and outages of a server are kept by. `undefined` while a value that chooses it is not known, or is secret.
 */
export function tokenServerHost(grant: {
  readonly terms: { readonly server: AuthorizationServer };
  readonly context: Readonly<Record<string, string>>;
}): string | undefined {
  const { server } = grant.terms;
  const { url } = server.refresh.by === 'grant' ? server.token : server.refresh;
  let text = '';
  for (const part of url) {
    if (typeof part === 'string') text += part;
    // What comes after the host may be anything.
    else if (part.slot === 'segment' || part.slot === 'query') text += 'x';
    else text += learnt(part.name, grant.context) ?? '|';
  }
  return URL.canParse(text) ? new URL(text).host : undefined;
}

function learnt(name: string, context: Readonly<Record<string, string>>): string | undefined {
  const key = name.startsWith('context.') ? name.slice('context.'.length) : undefined;
  return key !== undefined && Object.hasOwn(context, key) ? context[key] : undefined;
}
