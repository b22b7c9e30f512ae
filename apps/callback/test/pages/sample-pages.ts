import {
  type ConfirmPageData,
  type FailurePageData,
  renderConfirmPage,
  renderConnectingPage,
  renderFailurePage,
  renderForgedPage,
  renderLeavingPage,
  renderLinkConfirmPage,
  renderLinkPage,
  renderProblemPage,
  renderRefusedPage,
  renderSessionEndedPage,
  renderStartAgainPage,
  renderSuccessPage,
  renderWrongRegionPage,
} from '../../src/pages/index.js';

const parties = {
  lang: 'en',
  organization: { name: 'Acme Rota' },
  integration: { name: 'Payroll sync' },
  backUrl: '/wizard/wiz_demo',
} as const;
const notice = {
  lang: 'en',
  organization: { name: 'Acme Rota' },
  returnUrl: 'https://acme-rota.example/settings',
  requestId: 'req_01DEMO2Z6V1C',
};

/** A failure as it would be shown in a popup, changed by `change`. */
export function failure(change: Partial<FailurePageData> = {}): FailurePageData {
  return {
    ...parties,
    connectionId: 'conn_crm',
    display: 'popup',
    provider: { name: 'Demo CRM' },
    error: 'access_denied',
    providerText: 'The resource owner denied the request',
    requestId: 'req_01DEMO9K3T8B',
    at: '2031-05-14T10:31:07Z',
    retry: { action: '/connect/conn_crm', fields: { csrf: 'csrf-demo', wizard: 'wiz_demo' } },
    ...change,
  };
}

/** A success as it would be shown, in a popup or in the wizard's tab. */
export function success(display: 'popup' | 'page') {
  return {
    ...parties,
    connectionId: 'conn_books',
    display,
    provider: { name: 'Sample Books' },
    accountLabel: 'accounts@example-bakery.example',
    customer: { name: 'Example Bakery Ltd' },
    scopes: ['Read invoices', 'Read suppliers', 'Stay connected'],
    environment: 'production',
  } as const;
}

/** The question whose account it is, in a popup. */
export function confirm(change: Partial<ConfirmPageData> = {}): ConfirmPageData {
  return {
    ...parties,
    connectionId: 'conn_books',
    display: 'popup',
    provider: { name: 'Sample Books' },
    action: '/wizard/wiz_demo/connections/conn_books/confirm',
    fields: { csrf: 'csrf-demo', session: 'ses_1' },
    ...change,
  };
}

const linkPage = {
  ...parties,
  organization: { name: 'Acme Rota', domain: 'acme-rota.example' },
  customer: { name: 'Example Bakery Ltd' },
  provider: { name: 'Sample Books' },
  environment: 'production',
  requestedBy: 'Alex Placeholder, alex@acme-rota.example',
  requestedAt: '2031-05-14T09:30:00Z',
  expiresAt: '2031-05-15T09:30:00Z',
  scopes: ['Read invoices', 'Read suppliers', 'Stay connected'],
  action: '/start/demo',
  fields: { csrf: 'csrf-demo' },
} as const;
const startAgain = (why: 'several' | 'too_late') => ({ ...parties, provider: { name: 'Sample Books' }, why });

/** Every page that the callback door renders, by name; other failures differ in their sentences only. */
export const samplePages: Readonly<Record<string, string>> = {
  success: renderSuccessPage(success('page')),
  'failure in a popup': renderFailurePage(failure()),
  'failure, replaced': renderFailurePage(failure({ error: 'superseded' })),
  'failure in the same tab': renderFailurePage(failure({ display: 'page' })),
  connecting: renderConnectingPage({
    ...parties,
    provider: { name: 'Sample Books' },
    authorizationUrl: 'https://books.example/authorize?client_id=a&state=b',
  }),
  confirm: renderConfirmPage(confirm({ account: 'accounts@example-bakery.example' })),
  'confirm, no name': renderConfirmPage(confirm()),
  'link, before': renderLinkPage(linkPage),
  'link, after': renderLinkConfirmPage(linkPage),
  leaving: renderLeavingPage({
    ...parties,
    provider: { name: 'Sample Books' },
    url: 'https://acme-rota.example/connected?id=conn_books',
    outcome: 'succeeded',
  }),
  'more than one sign-in': renderStartAgainPage(startAgain('several')),
  'too late': renderStartAgainPage(startAgain('too_late')),
  forged: renderForgedPage(notice),
  'forged, nothing known': renderForgedPage({ lang: 'en', requestId: 'req_01DEMO2Z6V1C' }),
  'wrong region': renderWrongRegionPage({
    ...{ lang: 'en', requestId: 'req_01DEMO2Z6V1C', region: 'us' },
    callbackUrl: 'https://oauth2.us.example/callback/cfg_0192f0c1a2b37c4d8e5f60718293a4b5/production',
  }),
  'session ended': renderSessionEndedPage(notice),
  problem: renderProblemPage(notice),
  refused: renderRefusedPage(notice),
};
