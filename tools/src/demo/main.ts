import { demoConfig } from './config/demo-config.ts';
import { runStart } from './start-command.ts';
import { runStop } from './stop-command.ts';
import { runSupervise } from './supervise-command.ts';

const [command = 'start', ...words] = process.argv.slice(2);
const config = demoConfig();
const commands = { start: runStart, stop: runStop, supervise: runSupervise };

if (!Object.hasOwn(commands, command)) {
  process.stderr.write(`Unknown command ${command}. Use start, stop.\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await commands[command as keyof typeof commands](config, words);
}
