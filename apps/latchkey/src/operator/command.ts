/** One command of the operator. */
export interface Command {
  /** Its options, as a person types them. */
  readonly options: string;
  readonly about: string;
  /** Does it and answers the lines to print. Throws a StartError for what a person can mend. */
  run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<readonly string[]>;
}
