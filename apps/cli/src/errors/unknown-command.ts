import { UsageError } from './usage-error.ts';

/**
 * A command that does not exist, with the nearest one that does.
 * @param words what was typed, flags left out
 * @param known ids of all commands, words joined by colons
 */
export function unknownCommand(words: readonly string[], known: readonly string[]): UsageError {
  const topics = new Set(known.flatMap((id) => (id.includes(':') ? [id.split(':')[0] ?? ''] : [])));
  const [topic = '', verb] = words;
  const typed = topics.has(topic) && verb !== undefined ? `${topic} ${verb}` : topic;
  const both = words.slice(0, 2).join(' ');
  const nearest = known
    .map((id) => id.replaceAll(':', ' '))
    .map((name) => ({ name, distance: Math.min(editDistance(both, name), editDistance(typed, name)) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const close = nearest && nearest.distance <= Math.max(1, Math.floor(nearest.name.length / 4));
  return new UsageError(
    `There is no command "${typed}".`,
    close ? `Did you mean: dq0 ${nearest.name}` : 'List the commands with: dq0 help --all',
  );
}

/**
 * Words behind a whole command that takes none, or no more.
 * @param argv as typed
 * @param known ids of all commands, words joined by colons
 */
export function unexpectedWords(argv: readonly string[], known: readonly string[]): UsageError | undefined {
  const flag = argv.findIndex((word) => word.startsWith('-'));
  const words = argv.slice(0, flag < 0 ? argv.length : flag);
  for (let length = words.length - 1; length > 0; length -= 1) {
    const command = words.slice(0, length);
    if (!known.includes(command.join(':'))) continue;
    const name = `dq0 ${command.join(' ')}`;
    return new UsageError(
      `${name} does not take these words: ${words.slice(length).join(' ')}`,
      `Leave them out, or see what it takes with: ${name} --help`,
    );
  }
  return undefined;
}

const ASKS_FOR_HELP: ReadonlySet<string> = new Set(['-h', '--help']);

/**
 * Flags without a command, or behind a topic alone. Without any flag the list of commands is shown instead.
 * @param topics first words that need a second
 */
export function missingCommand(argv: readonly string[], topics: readonly string[]): UsageError | undefined {
  const flags = argv.filter((word) => word.startsWith('-'));
  const words = argv.filter((word) => !word.startsWith('-'));
  const [topic] = words;
  const incomplete = topic === undefined || (words.length === 1 && topics.includes(topic));
  if (!incomplete || flags.length === 0 || flags.some((flag) => ASKS_FOR_HELP.has(flag))) return undefined;
  return new UsageError(
    topic === undefined ? 'No command was given.' : `"${topic}" alone is no command.`,
    topic === undefined ? 'List the commands with: dq0 help --all' : `See its commands with: dq0 ${topic} --help`,
  );
}

/** Levenshtein distance, characters. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substituted, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
