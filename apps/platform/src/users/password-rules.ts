import { CodedError } from '@dq0/protocol';
import { COMMON_PASSWORDS } from './common-passwords.ts';

const SHORTEST = 8;
/** So many digits and signs around a common word do not make it hard to guess; more of them may. */
const MOST_DECORATION = 6;

/**
 * Refuses what is guessed first (NIST SP 800-63B, 3.1.1.2): fewer than eight characters, a common password with or
 * without digits and signs around it, one character or run repeated, a keyboard or number row, the address itself.
 * @throws CodedError PASSWORD_WEAK
 */
export function requireStrongPassword(password: string, email: string): void {
  if (isWeak(password.normalize('NFKC').toLowerCase(), email.toLowerCase())) throw new CodedError('PASSWORD_WEAK');
}

function isWeak(password: string, email: string): boolean {
  const stem = password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const bare = password.length - stem.length <= MOST_DECORATION ? stem : password;
  return (
    Array.from(password).length < SHORTEST ||
    COMMON_PASSWORDS.has(password) ||
    COMMON_PASSWORDS.has(bare) ||
    COMMON_PASSWORDS.has(unleet(bare)) ||
    /^(.{1,4})\1+$/u.test(password) ||
    isRow(password) ||
    [email, email.split('@')[0]].includes(password)
  );
}

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

function unleet(password: string): string {
  return password.replace(/[0-9@$]/g, (character) => LEET[character] ?? character);
}

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
];
const WALKS = [...ROWS, ...ROWS.map((row) => row.split('').reverse().join(''))];

/** Pieces of rows end to end, each at least three long: `qwerty12345`, `abcdefgh`, `87654321`. */
function isRow(password: string): boolean {
  let rest = password;
  while (rest.length > 0) {
    let length = rest.length;
    while (length >= 3 && !WALKS.some((row) => row.includes(rest.slice(0, length)))) length -= 1;
    if (length < 3) return false;
    rest = rest.slice(length);
  }
  return true;
}
