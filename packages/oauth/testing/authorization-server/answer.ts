import type { Outcome } from './ledger.js';

/** An HTTP answer that is ready to be sent, and what it says of the server's state. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly outcome: Outcome;
}

const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** JSON, never cached (RFC 6749 §5.1). */
export function jsonAnswer(status: number, body: unknown, outcome: Outcome): Answer {
  const headers = { 'content-type': 'application/json; charset=utf-8', ...noStore };
  return { status, headers, body: JSON.stringify(body), outcome };
}

/** An error response (RFC 6749 §5.2): 400, but 401 with a challenge for `invalid_client`. */
export function errorAnswer(error: string, description: string): Answer {
  const answer = jsonAnswer(
    error === 'invalid_client' ? 401 : 400,
    { error, error_description: description },
    `refused:${error}`,
  );
  if (error !== 'invalid_client') return answer;
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Basic realm="token", charset="UTF-8"' } };
}

/** An empty or plain text answer. */
export function textAnswer(
  status: number,
  body: string,
  outcome: Outcome,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...noStore, ...headers }, body, outcome };
}

/** A page without scripts. Its policy leaves out `form-action`, which would also stop the redirect after the form. */
export function pageAnswer(status: number, title: string, main: string, outcome: Outcome): Answer {
  const body = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body><main><h1>${escapeHtml(title)}</h1>
${main}
</main></body>
</html>
`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    ...noStore,
  };
  return { status, headers, body, outcome };
}

/** Escapes text for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
