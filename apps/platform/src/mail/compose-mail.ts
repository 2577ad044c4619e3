import type { Mail } from './mailer.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Longest line of a quoted-printable body, without its CRLF (RFC 2045, 6.7). */
const LINE = 76;
/** Most bytes of text in one encoded word, so that the word stays within 75 characters (RFC 2047, 2). */
const WORD_BYTES = 42;
const ADDRESS = /^[\x21-\x7e]+@[\x21-\x7e]+$/;

/**
 * A mail as RFC 5322 writes it: CRLF, headers in ASCII (RFC 2047), body quoted-printable UTF-8 (RFC 2045).
 * @throws TypeError for an address that could break out of its header
 */
export function composeMail(mail: Mail, from: { readonly name: string; readonly address: string }): string {
  if (!ADDRESS.test(mail.to) || !ADDRESS.test(from.address)) throw new TypeError('not an address that mail can carry');
  const headers = [
    `Date: ${mailDate(mail.date)}`,
    `From: ${encodeHeader(from.name)} <${from.address}>`,
    `To: ${mail.to}`,
    `Subject: ${encodeHeader(mail.subject)}`,
    `Message-ID: <${mail.id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
  ];
  return `${headers.join('\r\n')}\r\n\r\n${quotedPrintable(mail.text)}\r\n`;
}

function mailDate(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

/** Printable ASCII as it is; anything else, a line break too, as encoded words that fold onto lines of their own. */
export function encodeHeader(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes('=?') && text.length <= 120) return text;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  words.push(word);
  return words.map((part) => `=?utf-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ');
}

function quotedPrintable(text: string): string {
  return text.replace(/\r\n?/g, '\n').split('\n').map(encodeLine).join('\r\n');
}

function encodeLine(line: string): string {
  const units = [...Buffer.from(line)].map((byte, index, bytes) => {
    const blankAtEnd = (byte === 0x20 || byte === 0x09) && index === bytes.length - 1;
    const plain = ((byte >= 0x20 && byte <= 0x7e) || byte === 0x09) && byte !== 0x3d && !blankAtEnd;
    return plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  const lines = [''];
  for (const unit of units) {
    const current = lines.at(-1) ?? '';
    // One place is kept for the = of a soft line break.
    if (current.length + unit.length > LINE - 1) {
      lines[lines.length - 1] = `${current}=`;
      lines.push(unit);
    } else lines[lines.length - 1] = current + unit;
  }
  return lines.join('\r\n');
}
