import { messagesFor, plainText } from '@latchkey/sdk/messages';
import { html } from './markup.js';
import { buttonLink, pair, solo } from './parts.js';
import { backToCard, closeButton, type ResultPageData, renderResult } from './result-page.js';

export interface SuccessPageData extends ResultPageData {
  /** The remote account's name, where known. */
  readonly accountLabel?: string;
  readonly customer?: { readonly name: string };
  /** Labels of the granted scopes, or the raw scopes. */
  readonly scopes?: readonly string[];
  /** "production" */
  readonly environment?: string;
}

/** "Authorization completed successfully": announces itself; in a popup it closes after 1.2 s. Send it with 200. */
export function renderSuccessPage(data: SuccessPageData): string {
  const messages = messagesFor(data.lang);
  const { success, backTo } = messages.pages;
  const names = {
    provider: data.provider.name,
    organization: data.organization.name,
    integration: data.integration.name,
  };
  const scopes = data.scopes === undefined || data.scopes.length === 0 ? undefined : data.scopes.join(', ');
  const facts: readonly (readonly [string, string | undefined])[] = [
    [success.account, data.accountLabel],
    [success.customer, data.customer?.name],
    [success.allowed, scopes],
    [success.environment, data.environment === undefined ? undefined : environmentLabel(data.environment)],
  ];
  const rows = facts.flatMap(([label, value]) =>
    value === undefined ? [] : [html`<div><dt>${label}</dt><dd dir="auto">${plainText(value)}</dd></div>`],
  );
  const popup = data.display === 'popup';
  const back = buttonLink(backToCard(data), backTo(data.integration.name), popup ? 'plain' : 'primary');
  return renderResult(
    data,
    'success',
    success.title,
    solo(
      messages,
      data.organization.name,
      html`${pair(names.organization, names.provider, 'good')}
<div><h1 tabindex="-1">${success.title}</h1><p class="muted">${success.text(names)}</p></div>
${rows.length === 0 ? undefined : html`<dl class="facts-table">${rows}</dl>`}
<div class="actions">${popup ? closeButton(messages, 'primary') : undefined}${back}</div>`,
    ),
  );
}

/** "production" → "Production" */
export function environmentLabel(environment: string): string {
  return environment.charAt(0).toLocaleUpperCase('en') + environment.slice(1);
}
