import type { WizardView, WizardViewConnection } from '@latchkey/db';
import {
  addressInputs,
  baseUrlAt,
  connectionColor,
  formatId,
  type InputDefinition,
  inputDefault,
  isGrantedDirectly,
  redirectUriWith,
  serverInputs,
  withInputs,
} from '@latchkey/oauth';
import type { WizardConnection, WizardInput, WizardState } from '@latchkey/sdk';
import { optionalScopes } from './optional-scopes.js';
import { ownClientInputs } from './own-client-inputs.js';

/** What a wizard session may do, connection by connection. */
export type Permissions = ReadonlyMap<string, readonly ('connect' | 'disconnect' | 'log')[]>;

/** Turns what the database knows into what the wizard's page shows. */
export async function wizardState(
  view: WizardView,
  session: {
    readonly id: string;
    readonly csrfToken: string;
    readonly lang: string;
    readonly returnUrl?: string | undefined;
    readonly permissions: Permissions;
    /** The callback door's public base URL. */
    readonly publicUrl: string;
  },
): Promise<WizardState> {
  return {
    id: session.id,
    csrfToken: session.csrfToken,
    lang: session.lang,
    ...(session.returnUrl === undefined ? {} : { returnUrl: session.returnUrl }),
    organization: view.organization,
    customer: view.customer,
    ...(view.user ? { user: view.user } : {}),
    integration: view.integration,
    environments: view.environments,
    serverTime: view.serverTime.toISOString(),
    connections: await Promise.all(
      view.connections.map((connection) =>
        wizardConnection(connection, session.permissions.get(connection.id) ?? [], session.publicUrl),
      ),
    ),
  };
}

async function wizardConnection(
  row: WizardViewConnection,
  verbs: WizardConnection['verbs'],
  publicUrl: string,
): Promise<WizardConnection> {
  const connected = row.grantedScopes !== null;
  const latest = Math.max(row.connectedAt?.getTime() ?? 0, row.lastRevocation?.at.getTime() ?? 0);
  return {
    id: formatId('connection', row.id),
    key: row.key,
    name: row.name,
    ...(row.purpose === null ? {} : { purpose: row.purpose }),
    environment: row.environment,
    status: row.status,
    health: row.health,
    color: connectionColor(row.status, row.health),
    ...reasonOf(row),
    ...authorizationOf(row),
    ...(row.lastFailure && !row.pendingUntil && !row.device && row.lastFailure.at.getTime() > latest
      ? { lastFailure: { error: row.lastFailure.error, at: row.lastFailure.at.toISOString() } }
      : {}),
    ...(row.lastRevocation && row.status === 'pending'
      ? { lastRevocation: { outcome: row.lastRevocation.outcome, at: row.lastRevocation.at.toISOString() } }
      : {}),
    ...(row.accountLabel === null ? {} : { accountLabel: row.accountLabel }),
    ...(row.connectedAt && connected ? { connectedAt: row.connectedAt.toISOString() } : {}),
    ...(row.lastUsedAt ? { lastUsedAt: row.lastUsedAt.toISOString() } : {}),
    ...(row.refreshedAt ? { lastRefreshedAt: row.refreshedAt.toISOString() } : {}),
    scopes: scopesOf(row),
    ...(optionalScopes(row.configScopes, row.definition.scopes ?? []).length > 0 ? { scopesSelectable: true } : {}),
    inputs: inputsOf(row),
    ...(await callbackOf(row, publicUrl)),
    uses: row.uses,
    canRevoke: row.definition.revoke !== undefined,
    ...connectsOf(row),
    verbs,
  };
}

/** What is under way: a sign-in, or the question whose account it was made with. */
function authorizationOf(row: WizardViewConnection): Pick<WizardConnection, 'authorization'> {
  const { pendingUntil, unconfirmed } = row;
  if (pendingUntil)
    return {
      authorization: { kind: row.definition.callback?.delivery ?? 'redirect', expiresAt: pendingUntil.toISOString() },
    };
  if (row.device) return { authorization: deviceAuthorization(row.device) };
  if (!unconfirmed) return {};
  const expiresAt = unconfirmed.until.toISOString();
  // Only who signed in can say whose account it is; for others a sign-in is under way.
  if (unconfirmed.asked === 'elsewhere') return { authorization: { kind: 'redirect', expiresAt } };
  const account = unconfirmed.account === null ? {} : { account: unconfirmed.account };
  const id = formatId('authorization_session', unconfirmed.sessionId);
  return { authorization: { kind: 'confirm', expiresAt, id, ...account } };
}

/** The code is for the wizard session that asked for it; others learn that one waits. */
function deviceAuthorization({ until, codes }: NonNullable<WizardViewConnection['device']>) {
  const kind = 'device_code' as const;
  const expiresAt = until.toISOString();
  if (!codes) return { kind, expiresAt };
  const { userCode, verificationUri, verificationUriComplete: complete } = codes;
  const device = { userCode, verificationUri, ...(complete === null ? {} : { verificationUriComplete: complete }) };
  return { kind, expiresAt, device };
}

/** How it is connected where no browser is redirected. */
function connectsOf({ definition: { grantType } }: WizardViewConnection): Pick<WizardConnection, 'connects'> {
  if (isGrantedDirectly(grantType)) return { connects: 'directly' };
  return grantType === 'device_code' ? { connects: 'by_device_code' } : {};
}

/** Why it is red: the grant's reason first, since nothing works without access. */
function reasonOf(row: WizardViewConnection): Pick<WizardConnection, 'reason'> {
  if (row.status === 'error' && row.reason)
    return { reason: { code: row.reason, since: row.statusChangedAt.toISOString() } };
  if (row.status === 'active' && row.health === 'failed')
    return { reason: { code: 'connection_error', ...(row.healthAt ? { since: row.healthAt.toISOString() } : {}) } };
  return {};
}

function scopesOf(row: WizardViewConnection): WizardConnection['scopes'] {
  const optional = optionalScopes(row.configScopes, row.definition.scopes ?? []);
  // Permissions that were left out stay on offer, unticked.
  const leftOut = optional.filter((scope) => !row.scopes.includes(scope));
  return [...row.scopes, ...leftOut].map((scope) => {
    const known = row.definition.scopes?.find((definition) => definition.scope === scope);
    return {
      scope,
      ...(known?.label === undefined ? {} : { label: known.label }),
      required: known?.need !== 'optional',
      ...(row.grantedScopes ? { granted: row.grantedScopes.includes(scope) } : {}),
      ...(optional.includes(scope) ? { chosen: !leftOut.includes(scope) } : {}),
    };
  });
}

/** What to register at the provider, for those who bring a client of their own. */
async function callbackOf(row: WizardViewConnection, publicUrl: string): Promise<Pick<WizardConnection, 'callback'>> {
  const { client, callback } = row.definition;
  if (client?.owner !== 'connection' || row.definition.authorize === undefined) return {};
  const label = client.callbackLabel === undefined ? {} : { label: client.callbackLabel };
  if (callback?.redirectUri !== undefined) return { callback: { ...label, url: callback.redirectUri } };
  const base = row.callbackHost === null ? publicUrl : baseUrlAt(row.callbackHost, publicUrl);
  const definition = withInputs(row.definition, row.inputDefinitions);
  const inputs = Object.entries(row.inputValues).flatMap(([name, { value }]) =>
    value === null ? [] : [[name, value]],
  );
  const url = await redirectUriWith({ ...row, definition, inputs: Object.fromEntries(inputs) }, base);
  if (serverInputs(definition).length === 0) return { callback: { ...label, ...(url === undefined ? {} : { url }) } };
  // Not only the host's own: the address may have parts that others say.
  const typed = row.inputDefinitions.filter(({ visibility, type }) => visibility === 'customer' && type !== 'secret');
  const changesWith = typed.map(({ name }) => name);
  return { callback: { ...label, ...(url === undefined ? {} : { url }), changesWith } };
}

function inputsOf(row: WizardViewConnection): readonly WizardInput[] {
  const inputs = [
    ...ownClientInputs(row),
    ...row.inputDefinitions
      .filter((input) => input.visibility === 'customer')
      .map((input) => wizardInput(input, row.environment, row.inputValues[input.name])),
  ];
  const choosing = addressInputs(withInputs(row.definition, row.inputDefinitions));
  const typedAgainWith = inputs.map(({ name }) => name).filter((name) => choosing.includes(name));
  if (typedAgainWith.length === 0) return inputs;
  return inputs.map((input) => (input.type === 'secret' && input.hasValue ? { ...input, typedAgainWith } : input));
}

function wizardInput(
  input: InputDefinition,
  environment: string,
  saved: { readonly value: string | null } | undefined,
): WizardInput {
  const value = input.type === 'secret' ? undefined : (saved?.value ?? inputDefault(input, environment));
  return {
    name: input.name,
    label: input.label,
    // Hosts and URLs are typed like any text; what is wrong with them is told when they are sent.
    type: input.type === 'host' || input.type === 'url' ? 'text' : input.type,
    required: input.required ?? false,
    ...(input.help === undefined ? {} : { help: input.help }),
    ...(value === undefined ? {} : { value }),
    hasValue: saved !== undefined,
    ...(input.pattern === undefined ? {} : { pattern: input.pattern }),
    ...(input.choices === undefined ? {} : { choices: input.choices }),
  };
}
