import { type Html, type HtmlValue, html } from './html.js';

/** What makes a page: `name` goes to `<body data-page>`, so that a test knows where it is. */
export interface Page {
  readonly name: string;
  readonly title: string;
  readonly body: HtmlValue;
  /** Extra elements of `<head>`. */
  readonly head?: HtmlValue;
}

/** The frame around every page of one site. */
export interface Site {
  readonly brand: string;
  readonly monogram: string;
  readonly home: string;
  readonly links: readonly { readonly href: string; readonly text: string }[];
  readonly footer: string;
}

/** A whole document, as text. Works without script; style comes from `/style.css` of the same site. */
export function document(site: Site, page: Page): string {
  const markup: Html = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${site.brand}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
${page.head}
</head>
<body data-page="${page.name}">
<a class="skip" href="#main">Skip to content</a>
<header class="bar"><a class="brand" href="${site.home}"><span class="tile" aria-hidden="true">${site.monogram}</span>${site.brand}</a>
<nav aria-label="${site.brand}">${site.links.map((link) => html`<a href="${link.href}">${link.text}</a>`)}</nav></header>
<main id="main" tabindex="-1">
${page.body}
</main>
<footer>${site.footer}</footer>
</body>
</html>
`;
  return markup.markup;
}

/** Sources a page needs beyond its own style sheet, in the words of Content Security Policy. */
export interface PagePolicy {
  /** `'self'` and, for a form that goes elsewhere, that origin. */
  readonly formAction?: readonly string[];
  readonly scriptSrc?: readonly string[];
}

/**
 * Headers of every page. The policy allows no inline script or style.
 * The referrer policy keeps the origin: under `no-referrer` a browser sends `Origin: null` with a form.
 */
export function pageHeaders({
  formAction = ["'self'"],
  scriptSrc = ["'none'"],
}: PagePolicy = {}): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self'",
      `script-src ${scriptSrc.join(' ')}`,
      `form-action ${formAction.join(' ')}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'strict-origin',
    'x-content-type-options': 'nosniff',
  };
}

/** The site's icon: its monogram on its colour. */
export function siteIcon(monogram: string, colour: string): string {
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${colour}"/><text x="16" y="21.5" font-family="system-ui,sans-serif" font-size="15" font-weight="700" fill="#fff" text-anchor="middle">${monogram}</text></svg>`
    .markup;
}
