import type { WizardInput } from '@latchkey/sdk';
import { messagesFor } from '@latchkey/sdk/messages';
import t from 'tap';
import { inputProblem, savedSecretProblem } from '../src/client/input-problem.js';

const messages = messagesFor('en');
const workspace = {
  name: 'workspace',
  label: 'Workspace address',
  type: 'text',
  required: true,
  hasValue: false,
  suffix: '.chat.example',
  pattern: '[a-z0-9-]+',
} as const;

t.test('a required field must be filled, except a secret that is saved', async (t) => {
  t.equal(inputProblem(workspace, '', messages), 'Fill in “Workspace address”.');
  t.equal(inputProblem({ ...workspace, required: false }, '', messages), undefined);
  t.equal(inputProblem({ ...workspace, type: 'secret', hasValue: true }, '', messages), undefined);
  t.match(inputProblem({ ...workspace, type: 'secret' }, '', messages), 'Fill in');
});

t.test('the pattern holds for the whole value', async (t) => {
  t.equal(inputProblem(workspace, 'example-bakery', messages), undefined);
  t.equal(
    inputProblem(workspace, 'https://example bakery', messages),
    'Use only the part before “.chat.example”: letters, digits and hyphens.',
  );
  t.equal(
    inputProblem({ ...workspace, suffix: '/api' }, 'A B', messages),
    '“Workspace address” does not have the right form.',
  );
});

t.test('a pattern that is no regular expression lets the server decide', async (t) => {
  t.equal(inputProblem({ ...workspace, pattern: '(' }, 'x', messages), undefined);
});

t.test('a saved secret is typed again when the address that it goes to changes', async (t) => {
  const host = { ...workspace, value: 'old', hasValue: true };
  const secret: WizardInput = {
    name: 'client.secret',
    label: 'Client secret',
    type: 'secret',
    required: true,
    hasValue: true,
    typedAgainWith: ['workspace'],
  };
  const problem = (workspace: string, typed: string, input: WizardInput = secret) =>
    savedSecretProblem(input, [host, secret], new Map(Object.entries({ workspace, 'client.secret': typed })), messages);
  t.equal(problem('old', ''), undefined, 'nothing changed');
  t.equal(problem('new', 'x'), undefined, 'it was typed');
  t.equal(
    problem('new', ''),
    'You changed “Workspace address”. Fill in “Client secret” again: the saved one is not sent to a new address.',
  );
  t.equal(problem('new', '', { ...secret, hasValue: false }), undefined, 'there is none to keep');
  t.equal(problem('new', '', { ...secret, typedAgainWith: [] }), undefined, 'it goes elsewhere');
});
