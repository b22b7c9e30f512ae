/** One command of the operator. */
export interface Command {
  /** Its options, as a person types them. */
  readonly options: string;
  readonly about: string;
  /**
   * Does it and answers the lines to print; what takes long tells by `say` how far it is. Throws a StartError for what a
   * person can mend.
   */
  run(args: readonly string[], env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<readonly string[]>;
}
