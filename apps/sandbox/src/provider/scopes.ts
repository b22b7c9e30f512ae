/** A scope in the words a person sees on the consent page. */
export interface ScopeMeaning {
  readonly title: string;
  readonly detail: string;
  /** `optional` scopes can be unticked at consent; `required` ones come with Allow. */
  readonly choice: 'required' | 'optional';
}

/** Every scope of the sandbox, in the order in which the consent page lists them. */
export const scopeMeanings: Readonly<Record<string, ScopeMeaning>> = {
  openid: { title: 'Know who you are', detail: 'A stable account number and your e-mail address', choice: 'required' },
  profile: { title: 'See your profile', detail: 'The name on your account', choice: 'required' },
  'books.read': { title: 'See your books', detail: 'Titles, authors and loans', choice: 'required' },
  'books.write': { title: 'Change your books', detail: 'Add, edit and remove books', choice: 'optional' },
  'contacts.read': { title: 'See your contacts', detail: 'Names of the people you lend to', choice: 'optional' },
  offline_access: {
    title: 'Stay connected',
    detail: 'Keep this access while you are away, until you remove it',
    choice: 'required',
  },
};

/** All scope names. */
export const scopeNames: readonly string[] = Object.keys(scopeMeanings);

/** What a client gets that asks for no scope at all (RFC 6749, section 3.3 leaves the default to the server). */
export const defaultScope = 'books.read';

/** The known scopes of a space-separated request, in page order, each once. */
export function knownScopes(requested: string | undefined): readonly string[] {
  const names = new Set((requested ?? '').split(' '));
  return scopeNames.filter((name) => names.has(name));
}
