import { type AuthorizationError, messagesFor, plainText } from '@latchkey/sdk/messages';
import { html, type Markup } from './markup.js';
import { buttonLink, glyph, pair, solo, technicalDetails } from './parts.js';
import { backToCard, closeButton, type ResultPageData, renderResult } from './result-page.js';

export interface FailurePageData extends ResultPageData {
  /** From our closed list. */
  readonly error: AuthorizationError;
  /** What the provider said (`error_description`), untrusted; shown as plain text under "Details for support". */
  readonly providerText?: string;
  /** `req_…` */
  readonly requestId: string;
  /** ISO 8601. */
  readonly at: string;
  /** What "Try again" posts; left out where trying again makes no sense or needs the wizard. */
  readonly retry?: {
    /** `/connect/conn_…` */
    readonly action: string;
    /** Hidden fields: `csrf`, `wizard`, … */
    readonly fields: Readonly<Record<string, string>>;
  };
}

/** "{provider} was not connected": why, what stayed, what to do; never closes itself. Send it with 200 or 4xx. */
export function renderFailurePage(data: FailurePageData): string {
  const messages = messagesFor(data.lang);
  const { failure, backTo } = messages.pages;
  const names = {
    provider: data.provider.name,
    organization: data.organization.name,
    integration: data.integration.name,
  };
  const message = messages.failures[data.error] ?? messages.unknownFailure;
  const title = failure.title(names.provider);
  const details: [string, string][] = [[failure.error, data.error]];
  if (data.providerText !== undefined && data.providerText !== '') {
    details.push([failure.said(plainText(names.provider, 40)), data.providerText]);
  }
  details.push([failure.request, data.requestId], [failure.time, utc(data.at)]);
  return renderResult(
    data,
    'failure',
    title,
    solo(
      messages,
      names.organization,
      html`${pair(names.organization, names.provider, 'bad')}
<div><h1 tabindex="-1">${title}</h1><p>${message.sentence(names)}</p></div>
<ul class="steps">${message.steps(names).map((step) => html`<li>${glyph('dot')}<span>${step}</span></li>`)}</ul>
${actions(data, backTo(names.integration))}
${technicalDetails(failure.details, details)}`,
    ),
  );

  function actions(page: FailurePageData, back: string): Markup {
    const retry = page.error === 'superseded' ? undefined : page.retry;
    const leave = retry === undefined ? 'primary' : 'plain';
    return html`<div class="actions">${retry === undefined ? undefined : retryForm(retry, page.display, messages.pages.tryAgain)}${
      page.display === 'popup' ? closeButton(messages, leave) : buttonLink(backToCard(page), back, leave)
    }</div>`;
  }
}

function retryForm(retry: NonNullable<FailurePageData['retry']>, display: string, text: string): Markup {
  const fields = Object.entries({ ...retry.fields, display });
  return html`<form method="post" action="${retry.action}">${fields.map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button class="button button-primary">${text}</button></form>`;
}

/** "2031-05-14 10:31:07 UTC" */
function utc(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
