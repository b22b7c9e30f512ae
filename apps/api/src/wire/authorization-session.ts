import { Type } from 'typebox';
import { id, named, Time } from './schema.js';

export const StartedAuthorization = named(
  'StartedAuthorization',
  Type.Object({
    authorizationSessionId: id('ses'),
    authorizationUrl: Type.String({ description: 'Where to send the browser. Works once; told only in this answer.' }),
    expiresAt: Time,
  }),
);
