import { KmsError } from '@latchkey/vault';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type FieldError, Problem, problems } from '../errors.js';

/** Answers every error as problem+json (RFC 9457); of a bug nothing is told but the request's id. */
export const problemAnswers = fp(async (app) => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error);
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

function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply) {
  const { detail, errors, members, retryAfterSeconds } = problem.options;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="latchkey"');
  const answer = {
    type: `urn:latchkey:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    code: problem.code,
    ...(detail === undefined ? {} : { detail }),
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
    return new Problem('invalid_request', { detail: error.message });
  const isAway = error instanceof KmsError || isDatabaseAway(error);
  return isAway ? new Problem('unavailable', { retryAfterSeconds: 5 }) : new Problem('internal_error');
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
    const field = [part, path, member].filter((text) => text !== '' && text !== undefined).join('.');
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
