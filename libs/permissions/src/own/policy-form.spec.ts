import type { PolicyForm } from '@dq0/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formToText, textToForm } from './policy-form.ts';
import { readPolicy } from './read-policy.ts';

const place = { dataset: 'census', name: 'labour-study' };
const full: PolicyForm = {
  ...{ group: 'data-scientist', epsilon: 0.5, purpose: 'inflation' },
  ...{ until: '2027-07-01T00:00:00.000Z', share: 0.1 },
};
const decimals = (most: number) => fc.integer({ min: 1, max: most * 10_000 }).map((parts) => parts / 10_000);
const anyWhom: fc.Arbitrary<Pick<PolicyForm, 'group' | 'user'>> = fc.oneof(
  fc.constantFrom('administrator', 'data-owner', 'data-scientist', 'auditor').map((group) => ({ group })),
  fc.constantFrom('ada@example.org', "o'neil+a.b_c-d@example.co.uk").map((user) => ({ user })),
);
const anyBounds = fc.record({
  epsilon: fc.option(decimals(100)),
  purpose: fc.option(fc.constantFrom('labour-study', 'a', 'context-purpose', 'x'.repeat(63))),
  until: fc.option(
    fc
      .date({ min: new Date('2000-01-01'), max: new Date('2999-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  ),
  share: fc.option(decimals(1)),
});
const anyForm: fc.Arbitrary<PolicyForm> = fc.tuple(anyWhom, anyBounds).map((parts) => Object.assign({}, ...parts));

describe('the form', () => {
  it('is written as Cedar, and read back from it', () => {
    expect(formToText(full, place)).toMatchInlineSnapshot(`
      "@id("labour-study")
      permit (
        principal in Group::"data-scientist",
        action == Action::"query:run",
        resource == Dataset::"census"
      )
      when {
        context.epsilon.lessThanOrEqual(decimal("0.5")) &&
        context.usedByPersonAfter.lessThanOrEqual(decimal("0.1")) &&
        context has purpose &&
        context.purpose == "inflation" &&
        context.now < datetime("2027-07-01T00:00:00.000Z")
      };

      @id("labour-study-prices")
      permit (
        principal in Group::"data-scientist",
        action in [
          Action::"query:plan",
          Action::"dataset:budget",
          Action::"budget:show",
          Action::"budget:history",
          Action::"budget:forecast"
        ],
        resource == Dataset::"census"
      )
      when {
        context.now < datetime("2027-07-01T00:00:00.000Z")
      };
      "
    `);
    expect(textToForm(formToText(full, place), 'census')).toEqual(full);
  });

  it('names one person by the address', () => {
    const { group: _group, ...bounds } = full;
    const form = { user: 'ada@example.org', ...bounds };
    const text = formToText(form, place);
    expect(text).toContain('permit (\n  principal == User::"ada@example.org",\n  action == Action::"query:run",');
    expect(text.match(/principal/g)).toHaveLength(2);
    expect(textToForm(text, 'census')).toEqual(form);
  });

  it('says nothing about a person whose address is spelt as nowhere else', () => {
    const text = formToText({ ...full, group: undefined, user: 'Ada@Example.org' }, place);
    expect(textToForm(text, 'census')).toBeNull();
  });

  it('of any wish is sound, within bounds, and comes back as it was', () => {
    fc.assert(
      fc.property(anyForm, (form) => {
        const text = formToText(form, place);
        expect(readPolicy(text, 'census')).toEqual({ ok: true, id: 'labour-study' });
        expect(textToForm(text, 'census')).toEqual(form);
      }),
    );
  });

  it('is read from a text with other names, blanks, comments and ways to write a number', () => {
    const text = formToText(full, place)
      .replaceAll('labour-study', 'x')
      .replace('"0.5"', '"0.500"')
      .replaceAll('2027-07-01T00:00:00.000Z', '2027-07-01')
      .replaceAll('\n', '\n\n// so\n');
    expect(textToForm(text, 'census')).toEqual(full);
  });

  it.each([
    [
      'one person and the others of a group',
      (text: string) => text.replace('in Group::"data-scientist"', '== User::"ada@example.org"'),
    ],
    ['one more condition', (text: string) => text.replace('context.now', 'context.plugin == "sql" &&\n context.now')],
    ['the prices to somebody else', (text: string) => text.replace(/data-scientist(?![^]*data-scientist)/, 'auditor')],
    ['an end for one of both', (text: string) => text.replace(/\nwhen \{\n {2}context\.now[^}]*\}/, '')],
    ['a third statement', (text: string) => `${text}${text.slice(text.indexOf('@id', 5))}`],
    ['less instead of at most', (text: string) => text.replace('epsilon.lessThanOrEqual', 'epsilon.lessThan')],
    ['any other purpose', (text: string) => text.replace('purpose ==', 'purpose !=')],
    ['a purpose alone', (text: string) => text.replace('context has purpose &&', 'context has authentication &&')],
    ['another data set', (text: string) => text.replaceAll('census', 'other')],
    ['a forbid', (text: string) => text.replace('permit', 'forbid')],
    ['one statement', (text: string) => text.slice(0, text.indexOf('@id', 5))],
  ])('says nothing about a text that means something else: %s', (_what, change) => {
    const text = change(formToText(full, place));
    expect(text).not.toBe(formToText(full, place));
    expect(textToForm(text, 'census')).toBeNull();
  });
});
