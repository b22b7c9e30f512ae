/** The process cannot start as it is configured. The message is for people, complete, names what to change, and holds no secret. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/**
 * Runs a process's main function. When it throws, the process ends with exit code 1, having printed a
 * {@link StartError}'s message alone, or the whole of any other error, which is a bug.
 */
export async function startProcess(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(1);
  }
}
