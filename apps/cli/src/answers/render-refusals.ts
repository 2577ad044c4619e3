import type { Refusal } from '@dq0/protocol';
import { inProfile } from '../errors/in-profile.ts';
import { printableLines } from '../terminal/printable.ts';
import { markPosition } from './carets.ts';

/** Why a question was refused: each reason with the offending words marked, and the way out. */
export function renderRefusals(sql: string, refusals: readonly Refusal[], profile?: string): string {
  return refusals
    .map(({ message, position, remedy, rewrite }) => {
      const place = position && sql !== '' ? `\n${markPosition(sql, position)}\n` : '';
      const instead = rewrite && sql !== '' ? `\nFor example: ${printableLines(rewritten(sql, rewrite))}` : '';
      const todo = printableLines(inProfile(remedy, profile));
      return `Refused: ${printableLines(message)}${place}\nWhat to do: ${todo}${instead}`;
    })
    .join('\n\n');
}

/** The text with the part that a refusal names replaced. */
function rewritten(sql: string, { position: [from, to], text }: NonNullable<Refusal['rewrite']>): string {
  return sql.slice(0, from) + text + sql.slice(to);
}
