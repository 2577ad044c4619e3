/** Far more than a policy needs; the parser of the evaluator has a fixed stack, which deeper texts would break for good. */
const MOST_CHARACTERS = 8192;
const MOST_STATEMENTS = 32;
const MOST_NESTED = 16;
const MOST_LINKS = 64;
const MOST_OPERATORS = 128;

const STRINGS_AND_COMMENTS = /"(?:\\.|[^"\\])*"|\/\/[^\n]*/g;
const LINKS = /[.+*-]|\bif\b|!/g;
const OPERATORS = /&&|\|\||==|!=|<=?|>=?|\b(?:has|in|like|is)\b|,/g;

/** Why a text is too large to be read at all, or undefined. */
export function tooLarge(text: string): string | undefined {
  if (text.length > MOST_CHARACTERS) return `longer than ${MOST_CHARACTERS} characters`;
  const statements = text.replace(STRINGS_AND_COMMENTS, ' ').split(';');
  if (statements.length > MOST_STATEMENTS + 1) return `more than ${MOST_STATEMENTS} statements`;
  for (const statement of statements) {
    if (depthOf(statement) > MOST_NESTED) return `brackets nested more than ${MOST_NESTED} deep`;
    if (count(statement, LINKS) > MOST_LINKS)
      return `more than ${MOST_LINKS} members, sums and choices in one statement`;
    if (count(statement, OPERATORS) > MOST_OPERATORS) return `more than ${MOST_OPERATORS} comparisons in one statement`;
  }
  return undefined;
}

function depthOf(statement: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of statement) {
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function count(statement: string, pattern: RegExp): number {
  return statement.match(pattern)?.length ?? 0;
}
