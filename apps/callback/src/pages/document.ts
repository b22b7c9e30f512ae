import { directionOf, writtenLanguage } from '@latchkey/sdk/messages';
import { pageAssets } from './assets.js';
import { ICON_PATH } from './icon.js';
import { html, type Markup } from './markup.js';

/** A whole HTML document. `head` and `attributes` (of `body`) come from {@link html}. */
export interface DocumentParts {
  /** BCP 47 tag. */
  readonly lang: string;
  readonly title: string;
  readonly body: Markup;
  readonly head?: Markup;
  readonly attributes?: Markup;
  /** URL of the stylesheet; ours when left out. */
  readonly style?: string;
}

/** The document as text, ready to be sent as `text/html; charset=utf-8`. */
export function renderDocument(parts: DocumentParts): string {
  const { title, body, head, attributes, style = pageAssets.style } = parts;
  const lang = writtenLanguage(parts.lang);
  return html`<!doctype html>
<html lang="${lang}" dir="${directionOf(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${ICON_PATH}" type="image/svg+xml">
<link rel="stylesheet" href="${style}">
${head}
</head>
<body${attributes}>
${body}
</body>
</html>
`.markup;
}
