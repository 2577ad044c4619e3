import { describe, expect, it } from 'vitest';
import { noteOf } from './purpose-note.ts';

describe('the note below a purpose', () => {
  it('says how it is sent where that differs from what is typed', () => {
    expect(noteOf('Bad Purpose')).toEqual({ text: 'Sent as bad-purpose', wrong: false });
    expect(noteOf('  ')).toEqual({ text: 'Sent as no purpose', wrong: false });
    for (const typed of ['', 'labour-study']) expect(noteOf(typed)).toEqual({ text: '', wrong: false });
  });

  it('says what is wrong, with an example', () => {
    for (const typed of ['9 lives', 'wages!', '-']) {
      expect(noteOf(typed)).toEqual({
        text: expect.stringContaining('For example: labour-study') as string,
        wrong: true,
      });
    }
  });
});
