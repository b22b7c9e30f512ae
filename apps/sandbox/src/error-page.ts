import { html } from './html.js';
import type { Page } from './page.js';

/** A page for a request that ends here. `code` is shown small, for whoever looks into it. */
export function errorPage(error: {
  readonly title: string;
  readonly text?: string | undefined;
  readonly code?: string | undefined;
}): Page {
  return {
    name: 'error',
    title: error.title,
    body: html`<div class="card narrow" role="alert">
<h1>${error.title}</h1>
<p class="break">${error.text ?? 'Go back to where you came from and try again.'}</p>
${error.code === undefined ? undefined : html`<p class="muted small">Error code: <code>${error.code}</code></p>`}
</div>`,
  };
}
