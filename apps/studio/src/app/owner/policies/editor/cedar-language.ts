import { StreamLanguage, type StringStream } from '@codemirror/language';

const WORDS = /^(permit|forbid|when|unless|in|has|like|is|if|then|else)$/;
const GIVEN = /^(principal|action|resource|context)$/;
const FUNCTIONS = /^(decimal|datetime|duration|ip)$/;

/** Colours of Cedar: enough to read a policy by, no grammar. What is wrong the platform says. */
export const cedar = StreamLanguage.define({
  name: 'cedar',
  token(stream: StringStream): string | null {
    if (stream.eatSpace()) return null;
    if (stream.match('//')) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string';
    if (stream.match(/^@\w+/)) return 'meta';
    if (stream.match(/^\d+/)) return 'number';
    const afterDot = stream.pos > 0 && stream.string[stream.pos - 1] === '.';
    const word = stream.match(/^[A-Za-z_]\w*/);
    if (word === null || word === true || word === false) {
      stream.next();
      return null;
    }
    if (stream.match('::', false)) return 'typeName';
    if (stream.match(/^\s*\(/, false) && (afterDot || FUNCTIONS.test(word[0]))) return 'functionName';
    if (afterDot) return null;
    return kindOf(word[0]);
  },
  languageData: { commentTokens: { line: '//' }, closeBrackets: { brackets: ['(', '[', '{', '"'] } },
});

function kindOf(word: string): string | null {
  if (word === 'true' || word === 'false') return 'bool';
  if (WORDS.test(word)) return 'keyword';
  return GIVEN.test(word) ? 'variableName.standard' : null;
}
