import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { isOtherChangeBetween, isOutsideReach } from '@latchkey/db/management';
import { KmsError } from '@latchkey/vault';
import type { ConnectionError, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type FieldError, Problem, problems } from '../errors.js';
import { outsideLimits } from '../key-reach.js';
import { newRequestId } from '../request-id.js';

/** Answers every error as problem+json (RFC 9457); of a bug nothing is told but the request's id. */
export const problemAnswers = fp(async (app) => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = isOutsideReach(error) && request.apiKey?.reach ? outsideLimits(request.apiKey) : toProblem(error);
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
    return sendProblem(problem, request, reply);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      new Problem('not_found', { detail: 'There is no such path, or not with this method.' }),
      request,
      reply,
    ),
  );
});

/** What Fastify refuses before there is a route: a path that cannot be decoded. */
export function answerFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const detail = 'The path cannot be read: percent-encode it (RFC 3986), as UTF-8.';
  const problem = error.code === 'FST_ERR_BAD_URL' ? new Problem('invalid_request', { detail }) : toProblem(error);
  void sendProblem(problem, request, reply);
}

/** What Node's parser refuses before there is a request. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [code, detail] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? (['headers_too_large', 'Send at most 16 KiB of request line and headers.'] as const)
      : (['invalid_request', 'This is no HTTP/1.1 request that can be read.'] as const);
  const { status, title } = problems[code];
  const requestId = newRequestId();
  const type = `urn:latchkey:problem:${code}`;
  const body = JSON.stringify({ type, title, status, code, detail, requestId });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/problem+json\r\nCache-Control: no-store\r\n` +
      `X-Request-Id: ${requestId}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply) {
  const { detail, errors, members, retryAfterSeconds } = problem.options;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="latchkey"');
  const answer = {
    type: `urn:latchkey:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    code: problem.code,
    // Without words of its own a refusal repeats its title, so that whoever reads only these knows.
    ...(detail === undefined && errors !== undefined ? {} : { detail: detail ?? problem.title }),
    requestId: request.id,
    ...(errors === undefined ? {} : { errors }),
    ...members,
  };
  // Serialized here: a route's response schemas are for its own answers.
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    .header('cache-control', 'no-store')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(answer);
}

function toProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error.validation) return new Problem('invalid_request', { errors: fieldErrors(error) });
  const { statusCode } = error;
  if (statusCode === 413) return new Problem('payload_too_large', { detail: 'Send at most 256 KiB of JSON.' });
  if (statusCode === 415)
    return new Problem('unsupported_media_type', { detail: 'Send content-type: application/json.' });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new Problem('invalid_request', { detail: clientErrorDetail(error) });
  const isAway = error instanceof KmsError || isDatabaseAway(error) || isOtherChangeBetween(error);
  return isAway ? new Problem('unavailable', { retryAfterSeconds: 5 }) : new Problem('internal_error');
}

/** Fastify's own sentences; a parser's are not repeated, for they quote the body. */
function clientErrorDetail({ code, message }: FastifyError): string {
  if (code?.startsWith('FST_') && code !== 'FST_ERR_CTP_INVALID_JSON_BODY') return message;
  return 'The body is not valid JSON, or has a member named __proto__ or constructor.prototype.';
}

const awayCodes = [
  ...['ECONNREFUSED', 'ECONNRESET'],
  ...['57014', '57P01', '57P03'], // stopped by statement_timeout, shut down, starting
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'],
];
/** What pg and its pool throw without a code. */
const awayMessages = /Query read timeout|timeout exceeded when trying to connect|Connection terminated/;

/** Connection lost, refused or timed out: the caller may come again. */
export function isDatabaseAway({ code, message }: Pick<FastifyError, 'message'> & { readonly code?: string }): boolean {
  return (code !== undefined && awayCodes.includes(code)) || awayMessages.test(message);
}

function fieldErrors(error: FastifyError): FieldError[] {
  const byField = new Map<string, Set<string>>();
  for (const item of error.validation ?? []) {
    const path = item.instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/');
    const part = error.validationContext === 'body' ? '' : `${error.validationContext}`.replace('querystring', 'query');
    const member = item.params.missingProperty ?? item.params.additionalProperty;
    const field = [part, path, member].filter((text) => text !== '' && text !== undefined).join('.') || 'body';
    const messages = byField.get(field) ?? new Set();
    byField.set(field, messages.add(sentence(item)));
  }
  return [...byField].map(([field, messages]) => ({ field, messages: [...messages] }));
}

function sentence({ keyword, params, message }: NonNullable<FastifyError['validation']>[number]): string {
  if (keyword === 'required') return 'is required';
  if (keyword === 'additionalProperties') return 'is not a member of this request: leave it out';
  if (keyword === 'enum') return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`;
  if (keyword === 'minLength' || params.pattern === '\\S') return 'must not be empty';
  return message ?? 'is not valid';
}

/** Every code with its status, for the documentation. */
export const problemTable = problems;
