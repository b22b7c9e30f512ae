import type { WizardConnection, WizardEvent, WizardState } from '@latchkey/sdk';

/** The server's clock in every state here. */
export const NOW = '2031-05-14T08:31:00Z';

/** A connection that is not connected, changed by `change`. */
export function connection(
  change: Partial<WizardConnection> & { readonly id: string; readonly name: string },
): WizardConnection {
  return {
    key: change.id,
    environment: 'production',
    status: 'pending',
    health: 'unused',
    color: 'gray',
    scopes: [],
    inputs: [],
    uses: ['Payroll sync'],
    canRevoke: true,
    verbs: ['connect', 'disconnect', 'log'],
    ...change,
  };
}

export const demoCrm = connection({
  id: 'conn_crm',
  name: 'Demo CRM',
  purpose: 'Reads contacts and companies',
  status: 'error',
  health: 'succeeded',
  color: 'red',
  reason: { code: 'grant_rejected', since: '2031-05-14T07:12:00Z' },
  accountLabel: 'sales@example-bakery.example',
  connectedAt: '2031-05-02T14:01:00Z',
  lastUsedAt: '2031-05-13T16:05:00Z',
});
export const sampleBooks = connection({
  id: 'conn_books',
  name: 'Sample Books',
  purpose: 'Reads invoices and suppliers',
  status: 'active',
  health: 'succeeded',
  color: 'green',
  accountLabel: 'accounts@example-bakery.example',
  connectedAt: '2031-05-02T14:01:00Z',
  lastUsedAt: '2031-05-14T06:30:00Z',
  scopes: [
    { scope: 'invoices.read', label: 'Read invoices', required: true, granted: true },
    { scope: 'suppliers.read', label: 'Read suppliers', required: true, granted: true },
    { scope: 'offline_access', label: 'Stay connected', required: true, granted: true },
  ],
  uses: ['Payroll sync', 'Month-end report'],
});
export const placeholderDrive = connection({
  id: 'conn_drive',
  name: 'Placeholder Drive',
  purpose: 'Stores payslips in a folder you choose',
  status: 'active',
  health: 'unused',
  color: 'yellow',
  accountLabel: 'office@example-bakery.example',
  connectedAt: '2031-05-02T14:01:00Z',
  scopes: [
    { scope: 'folders.list', label: 'List folders', required: true, granted: true },
    { scope: 'files.write', label: 'Upload files', required: true, granted: false },
  ],
});
export const fictionalChat = connection({
  id: 'conn_chat',
  name: 'Fictional Chat',
  purpose: 'Posts a message when a pay run is ready',
  scopesSelectable: true,
  scopes: [
    { scope: 'channels.read', label: 'Read channels', required: true },
    { scope: 'offline_access', label: 'Stay connected', required: true },
    { scope: 'messages.write', label: 'Post messages', required: false },
    { scope: 'history.read', required: false },
  ],
  inputs: [
    {
      name: 'workspace',
      label: 'Workspace address',
      type: 'text',
      required: true,
      value: 'example-bakery',
      hasValue: true,
      suffix: '.chat.example',
      pattern: '[a-z0-9-]+',
      help: 'As it stands in your browser when Fictional Chat is open.',
    },
    {
      name: 'region',
      label: 'Data region',
      type: 'choice',
      required: true,
      value: 'eu',
      hasValue: true,
      choices: [
        { value: 'eu', label: 'Europe' },
        { value: 'na', label: 'North America' },
      ],
    },
  ],
});
export const mockPayroll = connection({ id: 'conn_pay', name: 'Mock Payroll', purpose: 'Creates pay runs' });
/** Nobody signs in there: it is tested with what the customer typed. */
export const exampleMachine = connection({
  id: 'conn_machine',
  name: 'Example Machine',
  purpose: 'Reads time sheets',
  connects: 'directly',
  scopes: [{ scope: 'sheets.read', label: 'Read time sheets', required: true }],
  inputs: [
    { name: 'account', label: 'Account', type: 'text', required: true, hasValue: false },
    { name: 'key', label: 'Access key', type: 'secret', required: true, hasValue: false },
  ],
});
/** Connected by a code that is typed at the provider. */
export const exampleLamp = connection({
  id: 'conn_lamp',
  name: 'Example Lamp',
  purpose: 'Dims the shop window at night',
  connects: 'by_device_code',
});
/** Its code, as the wizard session that asked for it sees it. */
export const lampCode = {
  kind: 'device_code',
  expiresAt: '2031-05-14T08:41:00Z',
  device: {
    userCode: 'WDJB-MJHT',
    verificationUri: 'https://lamp.example/device',
    verificationUriComplete: 'https://lamp.example/device?user_code=WDJB-MJHT',
  },
} as const;
const authorization = { kind: 'redirect', expiresAt: '2031-05-14T08:41:00Z' } as const;

/** A wizard session's state with these connections. */
export function state(connections: readonly WizardConnection[], change: Partial<WizardState> = {}): WizardState {
  return {
    id: 'wiz_demo',
    csrfToken: 'csrf-demo',
    lang: 'en',
    returnUrl: 'https://acme-rota.example/settings',
    organization: { name: 'Acme Rota' },
    customer: { name: 'Example Bakery Ltd' },
    user: { email: 'pat@example-bakery.example' },
    integration: { name: 'Payroll sync' },
    environments: ['production', 'sandbox'],
    serverTime: NOW,
    connections,
    ...change,
  };
}

/** Every state that the contract can express, by name. */
export const states: Readonly<Record<string, WizardState>> = {
  colours: state([demoCrm, sampleBooks, placeholderDrive, fictionalChat, mockPayroll]),
  'under way': state([
    { ...fictionalChat, authorization },
    { ...placeholderDrive, scopes: [] },
    connection({
      id: 'conn_crm',
      name: 'Demo CRM',
      purpose: 'Reads contacts and companies',
      connectedAppsUrl: 'https://crm.example/apps',
      lastRevocation: { outcome: 'unconfirmed', at: NOW },
    }),
    { ...sampleBooks, status: 'disconnecting', color: 'gray' },
  ]),
  failures: state([
    connection({ id: 'conn_a', name: 'Expired Books', lastFailure: { error: 'expired', at: NOW } }),
    connection({ id: 'conn_b', name: 'Denied Chat', lastFailure: { error: 'access_denied', at: NOW } }),
    { ...sampleBooks, id: 'conn_c', lastFailure: { error: 'provider_unavailable', at: NOW } },
    connection({ id: 'conn_d', name: 'Revoked Mail', lastRevocation: { outcome: 'revoked', at: NOW } }),
    connection({ id: 'conn_e', name: 'Stubborn Mail', lastRevocation: { outcome: 'not_supported', at: NOW } }),
  ]),
  problems: state(
    (
      [
        'rotation_response_lost',
        'no_refresh_token',
        'provider_unavailable',
        'client_misconfigured',
        'crashed',
        'connection_error',
        'a_newer_reason',
      ] as const
    ).map((code, index) => ({
      ...demoCrm,
      id: `conn_${index}`,
      name: `Provider ${index + 1}`,
      reason: { code, since: '2031-05-14T07:12:00Z' },
    })),
    { environments: ['production'] },
  ),
  fields: state([
    {
      ...sampleBooks,
      id: 'conn_set',
      inputs: [
        { name: 'token', label: 'Signing secret', type: 'secret', required: true, hasValue: true },
        {
          name: 'site',
          label: 'Site',
          type: 'text',
          required: false,
          hasValue: false,
          prefix: 'https://',
          help: 'Optional.',
        },
        {
          name: 'size',
          label: 'Size',
          type: 'choice',
          required: true,
          hasValue: false,
          choices: [{ value: 's', label: 'Small' }],
        },
      ],
    },
    { ...fictionalChat, verbs: ['log'] },
  ]),
  tests: state([
    exampleMachine,
    { ...exampleMachine, id: 'conn_bad', lastFailure: { error: 'client_misconfigured', at: NOW } },
    {
      ...exampleMachine,
      id: 'conn_good',
      status: 'active',
      color: 'yellow',
      connectedAt: NOW,
      scopes: [{ scope: 'sheets.read', label: 'Read time sheets', required: true, granted: true }],
    },
    {
      ...exampleMachine,
      id: 'conn_red',
      status: 'error',
      color: 'red',
      connectedAt: NOW,
      reason: { code: 'client_misconfigured', since: NOW },
    },
    { ...exampleMachine, id: 'conn_bare', inputs: [], lastFailure: { error: 'client_misconfigured', at: NOW } },
  ]),
  pasting: state([
    connection({
      id: 'conn_site',
      name: 'Demo Site',
      authorization: { kind: 'out_of_band', expiresAt: '2031-05-14T08:41:00Z' },
    }),
  ]),
  confirming: state([
    connection({
      id: 'conn_named',
      name: 'Demo Site',
      authorization: {
        kind: 'confirm',
        expiresAt: '2031-05-14T08:41:00Z',
        id: 'ses_1',
        account: 'office-of-a-very-long-name-that-does-not-end-anywhere-soon@example-bakery.example',
      },
    }),
    {
      ...sampleBooks,
      id: 'conn_unnamed',
      authorization: { kind: 'confirm', expiresAt: '2031-05-14T08:41:00Z', id: 'ses_2' },
    },
  ]),
  'device code': state([
    { ...exampleLamp, authorization: lampCode },
    { ...exampleLamp, id: 'conn_other', authorization: { kind: 'device_code', expiresAt: lampCode.expiresAt } },
  ]),
  sandbox: state([{ ...mockPayroll, environment: 'sandbox' }], { environments: ['sandbox'] }),
  empty: state([], { environments: ['production'] }),
};

/** A log with every severity and three days. */
export const events: readonly WizardEvent[] = [
  {
    id: 'evt_5',
    at: '2031-05-14T07:12:00Z',
    kind: 'reauthorization_required',
    severity: 'problem',
    reason: 'grant_rejected',
    details: [
      { label: 'Error', value: 'invalid_grant' },
      { label: 'Answer', value: '400 from token endpoint' },
      { label: 'Request', value: 'req_01DEMO7Q2M4X' },
    ],
  },
  { id: 'evt_4', at: '2031-05-14T07:12:00Z', kind: 'access_token_rejected', severity: 'info' },
  { id: 'evt_3', at: '2031-05-13T20:40:00Z', kind: 'renewed', severity: 'good' },
  { id: 'evt_2', at: '2031-05-13T16:05:00Z', kind: 'execution_succeeded', severity: 'info', actor: '192.0.2.17' },
  { id: 'evt_1', at: '2031-05-02T12:01:00Z', kind: 'connected', severity: 'good', actor: 'Pat Placeholder' },
];
