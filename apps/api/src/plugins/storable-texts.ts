import fp from 'fastify-plugin';
import { type FieldError, Problem } from '../errors.js';

/** Deeper than anything that a schema of ours describes. */
const deepest = 64;
const most = 20;

/**
 * Refuses what no column can hold, before anything is made of it: the character U+0000, halves of surrogate pairs, and
 * bodies that are nested beyond reason. Everything else is the schemas' affair.
 */
export const storableTexts = fp(async (app) => {
  app.addHook('preValidation', (request, _reply, done) => {
    const errors: FieldError[] = [];
    if (request.body !== undefined) collect(request.body, '', errors);
    if (request.url.includes('%')) {
      collect(request.params, 'params', errors);
      collect(request.query, 'query', errors);
    }
    done(errors.length > 0 ? new Problem('invalid_request', { errors }) : undefined);
  });
});

/** Without recursion: what is looked at may be deeper than the stack. */
function collect(root: unknown, prefix: string, errors: FieldError[]): void {
  const open: { readonly value: unknown; readonly path: readonly string[] }[] = [
    { value: root, path: prefix === '' ? [] : [prefix] },
  ];
  for (let one = open.pop(); one && errors.length < most; one = open.pop()) {
    const { value, path } = one;
    if (typeof value === 'string') {
      const message = textProblem(value);
      if (message) errors.push({ field: path.join('.') || 'body', messages: [message] });
    } else if (typeof value === 'object' && value !== null) {
      if (path.length >= deepest) {
        errors.push({ field: path.slice(0, 3).join('.'), messages: ['is nested too deeply'] });
        return;
      }
      for (const [name, member] of Object.entries(value)) {
        const message = textProblem(name);
        if (message) errors.push({ field: path.join('.') || 'body', messages: [`has a member whose name ${message}`] });
        open.push({ value: member, path: [...path, name] });
      }
    }
  }
}

function textProblem(text: string): string | undefined {
  if (text.includes('\u0000')) return 'must not hold the character U+0000';
  return /\p{Surrogate}/u.test(text) ? 'must not hold half of a surrogate pair' : undefined;
}
