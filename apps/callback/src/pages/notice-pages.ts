import type { GlyphName } from '@latchkey/sdk/elements';
import { messagesFor } from '@latchkey/sdk/messages';
import { renderDocument } from './document.js';
import { html } from './markup.js';
import { buttonLink, glyph, solo } from './parts.js';

/** What a page knows when it cannot trust, or does not have, a flow: perhaps not even the organization. */
export interface NoticePageData {
  /** BCP 47 tag; from `Accept-Language` when there is no session. */
  readonly lang: string;
  readonly organization?: { readonly name: string };
  /** Where "Back to {organization}" leads: http(s) URL. */
  readonly returnUrl?: string;
}

interface Notice extends NoticePageData {
  readonly mark: GlyphName;
  readonly title: string;
  readonly text: string;
  readonly requestId?: string;
  readonly back: 'primary' | 'secondary';
  /** Elsewhere than to the organization. */
  readonly backTo?: { readonly url: string | undefined; readonly name: string };
}

function renderNotice(notice: Notice): string {
  const messages = messagesFor(notice.lang);
  const organization = notice.organization?.name;
  const target =
    notice.backTo ?? (organization === undefined ? undefined : { url: notice.returnUrl, name: organization });
  const back = target && buttonLink(target.url, messages.pages.backTo(target.name), notice.back);
  const request =
    notice.requestId === undefined ? undefined : html`<span class="meta muted mono">${notice.requestId}</span>`;
  return renderDocument({
    lang: notice.lang,
    title: notice.title,
    body: solo(
      messages,
      organization,
      html`${glyph(notice.mark, 'glyph-large')}
<div><h1 tabindex="-1">${notice.title}</h1><p>${notice.text}</p></div>
<div class="actions">${back}${request}</div>`,
      'card-notice',
    ),
  });
}

/**
 * "We did not connect anything": state, session, `iss` or config did not match. No redirect, no retry button.
 * Send it with 400. Name the organization only when the flow's own row says so, never from the request.
 */
export function renderForgedPage(data: NoticePageData & { readonly requestId: string }): string {
  const { forged } = messagesFor(data.lang).pages;
  const next = data.organization === undefined ? forged.startOverPlain : forged.startOver(data.organization.name);
  return renderNotice({
    ...data,
    mark: 'triangle',
    title: forged.title,
    text: `${forged.text} ${next}`,
    back: 'secondary',
  });
}

/**
 * A provider that drops state sent the person back and it cannot be told from which sign-in, or too late: what to do.
 * Send it with 400.
 */
export function renderStartAgainPage(
  data: NoticePageData & {
    readonly organization: { readonly name: string };
    readonly provider: { readonly name: string };
    readonly integration: { readonly name: string };
    /** The wizard, at the connection's card: a path. */
    readonly backUrl?: string;
    readonly why: 'several' | 'too_late';
  },
): string {
  const { pages } = messagesFor(data.lang);
  const { title, text } = data.why === 'several' ? pages.several : pages.tooLate;
  return renderNotice({
    ...data,
    mark: 'stop',
    title,
    text: text(data.provider.name),
    back: 'primary',
    backTo: { url: data.backUrl, name: data.integration.name },
  });
}

/** "This page has timed out": the wizard session ended or is not this browser's. Send it with 401. */
export function renderSessionEndedPage(data: NoticePageData): string {
  const { ended } = messagesFor(data.lang).pages;
  const text = data.organization === undefined ? ended.safetyPlain : ended.safety(data.organization.name);
  return renderNotice({ ...data, mark: 'stop', title: ended.title, text, back: 'primary' });
}

/** "Something went wrong on our side": an unexpected error, nothing said but the request id. Send it with 500. */
export function renderProblemPage(data: NoticePageData & { readonly requestId: string }): string {
  const { problem } = messagesFor(data.lang).pages;
  return renderNotice({ ...data, mark: 'triangle', title: problem.title, text: problem.text, back: 'primary' });
}

/** "Too many requests": this address has used up its limit. Send it with 429 and `Retry-After`. */
export function renderBusyPage(data: NoticePageData & { readonly requestId: string }): string {
  const { busy } = messagesFor(data.lang).pages;
  return renderNotice({ ...data, mark: 'stop', title: busy.title, text: busy.text, back: 'primary' });
}

/** "This page cannot be shown": unknown address, unregistered origin, malformed request. Send it with 4xx. */
export function renderRefusedPage(data: NoticePageData & { readonly requestId: string }): string {
  const { refused } = messagesFor(data.lang).pages;
  return renderNotice({ ...data, mark: 'stop', title: refused.title, text: refused.text, back: 'primary' });
}

/** "This link no longer works": it was used, or its time is over. Send it with 410. */
export function renderLinkEndedPage(data: NoticePageData): string {
  const { linkEnded } = messagesFor(data.lang).pages;
  return renderNotice({ ...data, mark: 'stop', title: linkEnded.title, text: linkEnded.text, back: 'primary' });
}

/** "Nothing was connected": whoever opened a link did not expect it. Send it with 200. */
export function renderLinkDeclinedPage(
  data: NoticePageData & { readonly organization: { readonly name: string } },
): string {
  const { declined } = messagesFor(data.lang).link;
  const text = declined.text(data.organization.name);
  return renderNotice({ ...data, mark: 'stop', title: declined.title, text, back: 'primary' });
}

/** A flow that was begun from outside of the wizard could not be started. Send it with 422 or 503. */
export function renderStartFailedPage(
  data: NoticePageData & {
    readonly requestId: string;
    readonly why: 'client_misconfigured' | 'provider_unavailable';
  },
): string {
  const { title, texts } = messagesFor(data.lang).pages.startFailed;
  return renderNotice({ ...data, mark: 'triangle', title, text: texts[data.why], back: 'primary' });
}
