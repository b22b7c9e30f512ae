import type { Id } from './ids.js';

/** The prefix of each kind of id on the wire. */
export const idPrefixes = {
  organization: 'org',
  api_key: 'key',
  customer: 'cus',
  user: 'usr',
  integration: 'int',
  required_config_variable: 'var',
  connection_config: 'cfg',
  client: 'cli',
  instance: 'ins',
  connection: 'conn',
  grant: 'gra',
  authorization_session: 'ses',
  wizard_session: 'wiz',
  connection_event: 'evt',
  audit_event: 'aud',
  domain: 'dom',
  webhook_endpoint: 'whe',
  webhook_secret: 'whs',
  webhook_delivery: 'whd',
  /** An event as endpoints are told of it: the same on every try, and the header `webhook-id`. */
  webhook_message: 'msg',
} as const;

export type IdKind = keyof typeof idPrefixes;

/** A UUID as it appears on the wire: `conn_0192…`, prefix and 32 hexadecimal digits, sortable by time. */
export function formatId(kind: IdKind, id: string): string {
  return `${idPrefixes[kind]}_${id.replaceAll('-', '')}`;
}

/** The UUID of a wire id; `undefined` when the text is not an id of this kind. */
export function parseId<Kind extends IdKind>(kind: Kind, text: string): Id<Kind> | undefined {
  const prefix = `${idPrefixes[kind]}_`;
  const hex = text.startsWith(prefix) ? text.slice(prefix.length) : '';
  if (!/^[0-9a-f]{32}$/.test(hex)) return undefined;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as Id<Kind>;
}
