import { findingTexts } from '@latchkey/oauth';
import { Type } from 'typebox';
import { named } from './schema.js';

/** One thing that a preflight found out. */
export const Finding = named(
  'Finding',
  Type.Object({
    code: Type.String({ description: 'Stable; programs go by this.', examples: Object.keys(findingTexts) }),
    severity: Type.Enum(['ok', 'warning', 'error', 'cannot_tell'], {
      description: '`cannot_tell`: the answers do not show it, and nothing is guessed.',
    }),
    field: Type.String({ examples: ['environments.production.clientSecret'] }),
    message: Type.String({ description: 'What it means, and what was seen.' }),
    cure: Type.String({ description: 'What to do, in one sentence.' }),
  }),
);
