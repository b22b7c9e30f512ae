import type { DrawnRequest } from './draw-request.js';
import type { Answer } from './send.js';

/** Words of our own inside that no caller is to read. */
const inside =
  /node_modules|\bat [\w.<>]+ \(|\.(js|ts):\d+:\d+|prisma|postgres|SQLSTATE|violates|syntax error at|ECONN/i;

/**
 * What is wrong with an answer, in one line each; nothing when it is as it must be. `secrets` are those that no answer may
 * hold, besides the request's own.
 */
export function judge(drawn: DrawnRequest, answer: Answer, secrets: readonly string[]): readonly string[] {
  if (answer.kind === 'hang') return ['no answer came within the deadline'];
  if (answer.kind === 'lost') return [`the connection was lost: ${answer.message}`];
  const { status, headers, text } = answer;
  const findings: string[] = [];
  for (const secret of [...secrets, ...drawn.secrets])
    if (text.includes(secret)) findings.push(`the answer holds a secret: ${secret.slice(0, 7)}…`);
  if (status < 400) return findings;
  if (inside.test(text)) findings.push(`the answer tells of the inside: ${inside.exec(text)?.[0]}`);
  if (status >= 500 && !isDocumentedUnavailability(drawn, answer)) findings.push(`status ${status}`);
  return [...findings, ...problemFindings(status, `${headers['content-type']}`, text)];
}

/** 503 of a route whose document says so: the provider that it asks does not answer. */
function isDocumentedUnavailability(
  { operation }: DrawnRequest,
  answer: Answer & { readonly kind: 'answer' },
): boolean {
  return answer.status === 503 && operation.statuses.includes(503) && answer.headers['retry-after'] !== undefined;
}

/** RFC 9457, and that somebody who reads it knows what to do. */
function problemFindings(status: number, contentType: string, text: string): readonly string[] {
  if (!/^application\/problem\+json\b/.test(contentType)) return [`${status} is no problem+json but ${contentType}`];
  let problem: Record<string, unknown>;
  try {
    problem = JSON.parse(text);
  } catch {
    return [`${status} is no JSON`];
  }
  const findings: string[] = [];
  for (const name of ['type', 'title', 'code', 'requestId'])
    if (typeof problem[name] !== 'string' || problem[name] === '') findings.push(`${status} lacks ${name}`);
  if (problem.status !== status) findings.push(`${status} says that it is ${problem.status}`);
  const errors = (problem.errors ?? []) as readonly {
    readonly field?: unknown;
    readonly messages?: readonly unknown[];
  }[];
  const names = errors.every(({ field, messages }) => typeof field === 'string' && field !== '' && messages?.length);
  if (!names) findings.push(`${status} ${problem.code}: an error names no field, or says nothing of it`);
  const detail = typeof problem.detail === 'string' && problem.detail !== '';
  if (status < 500 && !detail && errors.length === 0)
    findings.push(`${status} ${problem.code}: says neither what was wrong nor where`);
  return findings;
}
