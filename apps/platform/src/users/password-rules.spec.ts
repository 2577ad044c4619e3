import { describe, expect, it } from 'vitest';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { requireStrongPassword } from './password-rules.ts';

const refused = (password: string): boolean => {
  try {
    requireStrongPassword(password, 'ada.lovelace@example.org');
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: 'PASSWORD_WEAK' });
    return true;
  }
};

describe('a password', () => {
  it('is refused when it is on the list of common ones, which holds about a thousand', () => {
    expect(COMMON_PASSWORDS.size).toBeGreaterThan(900);
    expect([...COMMON_PASSWORDS].filter((word) => !refused(word))).toEqual([]);
  });

  it.each([
    'short7!',
    'Password',
    'P@ssw0rd',
    'passw0rd!23',
    '!!Dragon2024',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'qwerty12345',
    'zyxwvuts',
    '1234567890',
    'Ada.Lovelace@example.org',
    'ada.lovelace',
    'ｐａｓｓｗｏｒｄ',
  ])('is refused: %s', (password) => {
    expect(refused(password)).toBe(true);
  });

  it.each(['correct horse battery staple', 'tr0ub4dor&3x', 'Grüße aus Köln', 'Ж8!пароль-длинный', 'mYc4t&ate-9mice'])(
    'is taken: %s',
    (password) => {
      expect(refused(password)).toBe(false);
    },
  );
});
