import type { CompletionResult, CompletionSource } from '@codemirror/autocomplete';

/** Offers nothing for a word that is there whole and begins no longer one: a list would only lie over the text below. */
export function unlessWritten(source: CompletionSource): CompletionSource {
  return async (context) => {
    const result = await source(context);
    if (result === null || context.explicit) return result;
    if (isWritten(result, context.state.sliceDoc(result.from, context.pos))) return null;
    const { validFor } = result;
    return {
      ...result,
      validFor: (text) => validFor instanceof RegExp && validFor.test(text) && !isWritten(result, text),
    };
  };
}

function isWritten({ options }: CompletionResult, text: string): boolean {
  const word = text.toLowerCase();
  const begun = options.map(({ label }) => label.toLowerCase()).filter((label) => label.startsWith(word));
  return begun.length > 0 && begun.every((label) => label === word);
}
