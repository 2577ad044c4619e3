/** Without the characters that people mistake for each other: 32 of them, so a random byte is unbiased. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 8;

/** 40 random bits as people type them: `K7QF-2MXP`. */
export function newConfirmationCode(): string {
  const characters = [...crypto.getRandomValues(new Uint8Array(LENGTH))].map((byte) => ALPHABET[byte % 32] ?? '');
  return `${characters.slice(0, 4).join('')}-${characters.slice(4).join('')}`;
}

/** One spelling of a code as it may be typed: case, blanks and dashes do not matter. */
export function normalCode(typed: string): string {
  return typed.toUpperCase().replace(/[^0-9A-Z]/g, '');
}
