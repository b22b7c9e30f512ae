import { Type } from 'typebox';
import { id, named, Time } from './schema.js';

export const WizardSession = named(
  'WizardSession',
  Type.Object({
    id: id('wiz'),
    url: Type.String({ description: "Where the vendor's page posts the ticket, as the form field `ticket`." }),
    ticket: Type.String({ description: 'Works once; told only in this answer.' }),
    expiresAt: Time,
  }),
);
