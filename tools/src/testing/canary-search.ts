import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Every spelling under which a text may lie in a file: plain, UTF-16, hexadecimal, URL-encoded, and in base64 once and
 * twice (a signed body within a sealed one), at each offset.
 */
function spellings(canary: string): Buffer[] {
  const plain = Buffer.from(canary, 'utf8');
  const once = inBase64(plain);
  const texts = [plain.toString('hex'), encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1)];
  const twice = once.flatMap((text) => inBase64(Buffer.from(text, 'utf8')));
  return [
    plain,
    Buffer.from(canary, 'utf16le'),
    ...[...texts, ...once, ...twice].map((text) => Buffer.from(text, 'utf8')),
  ];
}

/** The characters of base64 (both alphabets) that depend on the bytes alone, whatever stands before and after them. */
function inBase64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const first = (3 - offset) % 3;
    const whole = bytes.subarray(first, first + Math.floor((bytes.length - first) / 3) * 3);
    const text = whole.toString('base64');
    return [...new Set([text, text.replaceAll('+', '-').replaceAll('/', '_')])];
  });
}

/** The canaries that occur, in any spelling, in the given bytes. */
export function canariesIn(bytes: Buffer, canaries: Readonly<Record<string, string>>): string[] {
  return Object.entries(canaries)
    .filter(([, canary]) => spellings(canary).some((spelling) => bytes.includes(spelling)))
    .map(([name]) => name);
}

/** All bytes of a file, or of every file below a folder. */
export function bytesBelow(place: string): Buffer {
  if (!existsSync(place)) return Buffer.alloc(0);
  const status = statSync(place);
  if (status.isFile()) return readFileSync(place);
  if (!status.isDirectory()) return Buffer.alloc(0);
  return Buffer.concat(readdirSync(place).map((name) => bytesBelow(path.join(place, name))));
}

/** The command lines of all processes, now. */
export function commandLines(): Buffer {
  const lines = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`);
      } catch {
        return Buffer.alloc(0);
      }
    });
  return Buffer.concat(lines);
}
