import { messagesFor, plainText } from '@latchkey/sdk/messages';
import { renderDocument } from './document.js';
import { html, type Markup } from './markup.js';
import { glyph, solo } from './parts.js';
import { environmentLabel } from './success-page.js';

/** Who asks whom for what: on both pages of a confirmed link. */
export interface LinkParties {
  /** BCP 47 tag. */
  readonly lang: string;
  /** With its domain where that was verified. */
  readonly organization: { readonly name: string; readonly domain?: string };
  /** Left out for what the organization connects for itself. */
  readonly customer?: { readonly name: string };
  readonly integration: { readonly name: string };
  readonly environment: string;
  readonly provider: { readonly name: string };
  /** Who asked, in the vendor's words. */
  readonly requestedBy: string;
  /** Where the answer is posted: a path of this door. */
  readonly action: string;
  /** Hidden fields: `csrf`. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface LinkPageData extends LinkParties {
  /** Labels of the scopes that will be asked for, or the raw scopes. */
  readonly scopes: readonly string[];
  /** ISO 8601. */
  readonly requestedAt: string;
  readonly expiresAt: string;
}

/** "Connect {provider} to {integration}?": before the person goes there. Nothing was used up. Send it with 200. */
export function renderLinkPage(data: LinkPageData): string {
  const messages = messagesFor(data.lang);
  const { link } = messages;
  const names = plainNames(data);
  const title = link.title(names.provider, names.integration);
  const rows: readonly Row[] = [
    [link.organization, names.organization, data.organization.domain],
    ...(names.customer === undefined ? [] : [[link.customer, names.customer, undefined] as const]),
    [link.integration, names.integration, environmentLabel(data.environment)],
    [link.askedBy, plainText(data.requestedBy), utcMinute(data.requestedAt)],
  ];
  const warning = link.warning(names.provider);
  const scopes =
    data.scopes.length === 0
      ? undefined
      : html`<div><p class="label" id="will-ask">${link.willAsk(names.provider)}</p><ul class="chips" aria-labelledby="will-ask">${data.scopes.map(
          (scope) => html`<li class="chip" dir="auto">${glyph('tick')}${plainText(scope)}</li>`,
        )}</ul></div>`;
  return renderDocument({
    lang: data.lang,
    title,
    body: solo(
      messages,
      names.organization,
      html`<div><p class="over">${link.opened(names.organization)}</p><h1 tabindex="-1">${title}</h1></div>
${facts(rows)}
${scopes}
<div class="callout callout-yellow">${glyph('triangle')}<p><b>${warning.lead}</b> ${warning.rest}</p></div>
${answers(data, { yes: ['continue', link.go(names.provider)], no: link.unexpected })}`,
      '',
      link.until(utcMinute(data.expiresAt)),
    ),
  });
}

/** "Hand this {provider} account to {customer}?": after consent, before anything is redeemed. Send it with 200. */
export function renderLinkConfirmPage(data: LinkParties): string {
  const messages = messagesFor(data.lang);
  const { link } = messages;
  const names = plainNames(data);
  const { domain } = data.organization;
  const title = link.handOver(names.provider, names.customer ?? names.organization);
  const by = link.by(names.organization);
  return renderDocument({
    lang: data.lang,
    title,
    body: solo(
      messages,
      names.organization,
      html`<div><p class="over">${link.last}</p><h1 tabindex="-1">${title}</h1><p class="muted">${link.allowed(names.provider)}</p></div>
${facts([
  [link.to, link.receiver(names.integration, names.customer), domain === undefined ? by : `${by}, ${domain}`],
  [link.askedBy, plainText(data.requestedBy), undefined],
])}
${answers(data, { yes: ['confirm', link.confirm], no: link.decline })}
<p class="meta muted">${link.limit}</p>`,
    ),
  });
}

type Row = readonly [label: string, value: string, more: string | undefined];

function facts(rows: readonly Row[]): Markup {
  return html`<dl class="facts-table">${rows.map(
    ([label, value, more]) =>
      html`<div><dt>${label}</dt><dd dir="auto">${value}${more === undefined ? undefined : html` <small>${more}</small>`}</dd></div>`,
  )}</dl>`;
}

function answers(
  { action, fields }: LinkParties,
  { yes, no }: { readonly yes: readonly [value: string, text: string]; readonly no: string },
): Markup {
  return html`<form class="actions" method="post" action="${action}">${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button class="button button-primary" name="answer" value="${yes[0]}">${yes[1]}</button><button class="button button-plain" name="answer" value="decline">${no}</button></form>`;
}

/** Names come from organizations that the reader may not know: no control or direction characters. */
function plainNames({ organization, customer, integration, provider }: LinkParties) {
  return {
    organization: plainText(organization.name),
    integration: plainText(integration.name),
    provider: plainText(provider.name),
    customer: customer && plainText(customer.name),
  };
}

/** "2031-05-14 10:31 UTC": who opens a link may be anywhere. */
function utcMinute(at: string): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
