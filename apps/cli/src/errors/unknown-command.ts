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
