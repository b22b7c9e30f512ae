import { startProcess } from '@latchkey/process';
import { commands, usage } from './operator/commands.js';

// `npm run operator -- <command> [--option value …]`
await startProcess(async () => {
  const [name, ...args] = process.argv.slice(2);
  const command = name === undefined ? undefined : commands.get(name);
  if (!command) {
    console.log(usage());
    process.exitCode = name === undefined || name === 'help' || name === '--help' ? 0 : 2;
    return;
  }
  const say = (line: string) => console.log(line);
  for (const line of await command.run(args, process.env, say)) say(line);
});
