import { html } from '../../html.js';
import type { Page } from '../../page.js';

/** What the sandbox is and where its parts are. */
export function homePage(issuer: string): Page {
  return {
    name: 'home',
    title: 'A provider to try things with',
    body: html`<h1>A provider to try things with</h1>
<p>Sandbox Books is a real authorization server with a small protected API. Applications ask here for access; you sign in with any
e-mail address and say yes or no.</p>
<div class="card"><dl class="pairs">
<dt>Issuer</dt><dd><code>${issuer}</code></dd>
<dt>Discovery</dt><dd><a href="/.well-known/openid-configuration">/.well-known/openid-configuration</a></dd>
<dt>Protected API</dt><dd><code>GET /api/books</code> with <code>Authorization: Bearer …</code></dd>
<dt>Live grants</dt><dd><a href="/grants">/grants</a>, <a href="/grants.json">as JSON</a></dd>
<dt>Request counts</dt><dd><a href="/ledger.json">/ledger.json</a></dd>
</dl></div>`,
  };
}
