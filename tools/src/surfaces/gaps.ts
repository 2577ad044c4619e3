import { NOT_IN_COMMANDS, NOT_IN_STUDIO } from './elsewhere.ts';
import type { Surface } from './surfaces.ts';

/** What a person or a program would look for in vain. */
export function gaps(found: readonly Surface[]): string[] {
  return found.flatMap(({ operation, commands, pages }) => [
    ...(commands.length === 0 && NOT_IN_COMMANDS[operation] === undefined ? [`${operation} has no command`] : []),
    ...(pages.length === 0 && NOT_IN_STUDIO[operation] === undefined ? [`${operation} has no page in Studi0`] : []),
  ]);
}
