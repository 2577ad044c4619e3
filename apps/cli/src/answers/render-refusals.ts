import type { Refusal } from '@dq0/protocol';
import { inProfile } from '../errors/in-profile.ts';
import { printableLines } from '../terminal/printable.ts';
import { markPosition } from './carets.ts';

/** Why a question was refused: each reason with the offending words marked, and the way out. */
export function renderRefusals(sql: string, refusals: readonly Refusal[], profile?: string): string {
  return refusals
    .map(({ message, position, remedy }) => {
      const place = position && sql !== '' ? `\n${markPosition(sql, position)}\n` : '';
      return `Refused: ${printableLines(message)}${place}\nWhat to do: ${printableLines(inProfile(remedy, profile))}`;
    })
    .join('\n\n');
}
