import { messagesFor } from '@latchkey/sdk/messages';
import t from 'tap';
import { inputProblem } from '../src/client/input-problem.js';

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
