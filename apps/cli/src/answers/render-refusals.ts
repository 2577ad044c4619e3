import type { Refusal } from '@dq0/protocol';
import { inProfile } from '../errors/in-profile.ts';
import { printableLines } from '../terminal/printable.ts';
import { markPosition } from './carets.ts';

/** Why a question was refused: each reason with the offending words marked, and the way out. */
export function renderRefusals(sql: string, refusals: readonly Refusal[], profile?: string): string {
  return refusals
    .map(({ message, position, remedy, rewrite, offers }) => {
      const place = position && sql !== '' ? `\n${markPosition(sql, position)}\n` : '';
      const instead = rewrite && sql !== '' ? `\nFor example: ${printableLines(rewritten(sql, rewrite))}` : '';
      const todo = printableLines(inProfile(remedy, profile));
      return `Refused: ${printableLines(message)}${place}\nWhat to do: ${todo}${typed(offers)}${instead}`;
    })
    .join('\n\n');
}

/** How what is offered is typed here; the texts of the platform name no flags. */
function typed(offers: Refusal['offers']): string {
  const { epsilon, purposes = [] } = offers ?? {};
  const flags = [
    ...(epsilon === undefined ? [] : [`--epsilon ${epsilon}`]),
    ...purposes.map((purpose) => `--purpose ${purpose}`),
  ];
  return flags.length === 0 ? '' : `\nAdd: ${printableLines(flags.join(' or '))}`;
}

/** The text with the part that a refusal names replaced. */
function rewritten(sql: string, { position: [from, to], text }: NonNullable<Refusal['rewrite']>): string {
  return sql.slice(0, from) + text + sql.slice(to);
}
