/** Where flows begin outside of the wizard. The log shows this and no ticket: that is a secret until it is used. */
export const startPath = '/start/:ticket';
