/** A message whose first sentence is set in bold: `lead` says what happened; `rest` why, what to do and what is kept. */
export interface Sentence {
  readonly lead: string;
  readonly rest: string;
}

/** A sentence with one link in it: show `before`, then `link` as the link, then `after`. */
export interface LinkedSentence {
  readonly before: string;
  readonly link: string;
  readonly after: string;
}

/** The names that sentences speak of. */
export interface Names {
  /** The provider's name as people know it. */
  readonly provider: string;
  readonly organization: string;
  readonly integration: string;
}
