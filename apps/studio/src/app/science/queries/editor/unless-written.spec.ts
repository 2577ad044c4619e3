import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { unlessWritten } from './unless-written.ts';

const options = ['sex', 'age', 'age_group', 'SELECT'].map((label) => ({ label }));

async function offer(text: string, explicit = false): Promise<CompletionResult | null> {
  const state = EditorState.create({ doc: text });
  const source = unlessWritten(() => ({ from: 0, options, validFor: /^\w*$/ }));
  return await source(new CompletionContext(state, text.length, explicit));
}

describe('completion', () => {
  it('is offered while a word is not whole, or begins a longer one', async () => {
    for (const text of ['se', 'age', 'selec', '']) expect(await offer(text)).not.toBeNull();
  });

  it('is not offered for a word that is there whole, in either case, unless it is asked for', async () => {
    for (const text of ['sex', 'SEX', 'select', 'age_group']) {
      expect(await offer(text)).toBeNull();
      expect(await offer(text, true)).not.toBeNull();
    }
  });

  it('ends with the word while one types, and with its source', async () => {
    const { validFor } = (await offer('se'))!;
    const valid = (text: string): unknown => typeof validFor === 'function' && validFor(text, 0, text.length, null!);
    expect(['se', 'sex', 's', 'se ', 'sexy'].map(valid)).toEqual([true, false, true, false, true]);
  });
});
