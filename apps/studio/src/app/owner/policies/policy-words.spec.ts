import { describe, expect, it } from 'vitest';
import { EMPTY, fieldsOf, isForm, readFields } from './form-fields.ts';
import { answerText, formText, policyText, verdictText } from './policy-words.ts';

const full = { group: 'data-scientist', epsilon: 0.5, purpose: null, until: '2027-07-01T00:00:00.000Z', share: 0.1 };

describe('a policy in words', () => {
  it('says who may ask what, and within which bounds', () => {
    expect(formText(full, 'census')).toBe(
      'data-scientist may ask census with epsilon at most 0.5 until the end of 2027-06-30 (UTC); each person at most 10 % of the account',
    );
    expect(formText({ ...full, purpose: 'labour-study' }, 'census')).toContain(
      'may ask census for labour-study with epsilon',
    );
    expect(formText({ group: 'auditor', epsilon: null, purpose: null, until: null, share: null }, 'census')).toBe(
      'auditor may ask census',
    );
    expect(formText({ ...full, until: '2027-06-30T12:30:00.000Z', share: 0.0025 }, 'census')).toContain(
      'until 2027-06-30 12:30:00 UTC; each person at most 0.25 %',
    );
  });

  it('names one person by the address', () => {
    const { group: _group, ...bounds } = full;
    expect(formText({ user: 'ada@example.org', ...bounds }, 'census')).toBe(
      'ada@example.org may ask census with epsilon at most 0.5 until the end of 2027-06-30 (UTC); at most 10 % of the account',
    );
  });

  it('begins with the statement where it is text', () => {
    const record = { policy: 'census/x', shipped: false, version: 2, changedBy: 'a', changedAt: null, form: null };
    expect(policyText({ ...record, text: '@id("x")\npermit (\n  principal\n);\n' })).toBe('permit ( principal );');
  });

  it.each([
    [true, null, null, 'yes'],
    [true, 0.5, null, 'up to epsilon 0.5'],
    [false, 0.5, null, 'no, only to 0.5'],
    [false, null, null, 'no'],
    [true, null, 'study', 'yes for study'],
    [true, 0.5, 'study', 'up to epsilon 0.5 for study'],
    [false, null, 'study', 'no'],
  ])('answers: %s, %s, %s', (permit, mostEpsilon, purpose, said) => {
    expect(answerText({ permit, mostEpsilon, purpose, rule: 'r', policy: null })).toBe(said);
  });
});

describe('a verdict', () => {
  it('says yes or no, how far, and what decides', () => {
    const no = { permit: false, rule: 'no-rule', policy: null, mostEpsilon: 0.5, purpose: null };
    expect(verdictText('ada@example.org', 'query:run', 0.6, no)).toBe(
      'No: ada@example.org may not ask with epsilon 0.6; the policies end at epsilon 0.5. Decided by no-rule.',
    );
    const yes = { permit: true, rule: 'granted-groups-ask', policy: 'census/x', mostEpsilon: null, purpose: null };
    expect(verdictText('auditor', 'query:plan', 0.6, yes)).toBe(
      'Yes: auditor may see prices. Decided by census/x (granted-groups-ask).',
    );
  });
});

describe('the fields of a form', () => {
  it.each([
    full,
    { group: 'auditor', epsilon: null, purpose: null, until: null, share: null },
    { user: 'ada@example.org', epsilon: 0.5, purpose: null, until: null, share: null },
    { ...full, purpose: 'labour-study', until: '2027-06-30T12:30:00.000Z', share: 0.0057 },
  ])('show a form and read it back: %o', (form) => {
    expect(readFields(fieldsOf(form))).toEqual(form);
  });

  it('show the last day', () => {
    expect(fieldsOf(full)).toEqual({
      ...{ whom: 'group', group: 'data-scientist', user: '', may: 'ask', epsilon: '0.5', purpose: '' },
      ...{ until: '2027-06-30', share: '10' },
    });
  });

  it('never take what is no number for no limit', () => {
    const read = readFields({ ...EMPTY, epsilon: 'half', until: 'soon', share: '1e' });
    expect(isForm(read)).toBe(false);
    expect(Object.keys(read).sort()).toEqual(['epsilon', 'group', 'share', 'until']);
  });

  it('ask for the address of a person', () => {
    for (const user of ['', 'ada', 'ada @example.org']) {
      expect(readFields({ ...EMPTY, whom: 'user', user })).toEqual({ user: expect.any(String) as string });
    }
    const typed = readFields({ ...EMPTY, whom: 'user', user: ' ada@example.org ' });
    expect(typed).toMatchObject({ user: 'ada@example.org' });
    expect(typed).not.toHaveProperty('group');
  });
});
