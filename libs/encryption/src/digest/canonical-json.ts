import { MAX_JSON_DEPTH } from '../verify/strict-json.ts';

function refuse(path: string, what: string): never {
  throw new TypeError(`No canonical JSON for ${path || 'the value'}: ${what}`);
}

function writeString(text: string, path: string): string {
  if (!text.isWellFormed()) refuse(path, 'half of a surrogate pair');
  return JSON.stringify(text);
}

function isRecord(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function write(value: unknown, path: string, depth: number): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return writeString(value, path);
  if (typeof value === 'number') {
    // ECMAScript's own number format is the one RFC 8785 names.
    return Number.isFinite(value) ? JSON.stringify(value) : refuse(path, 'not a finite number');
  }
  if (typeof value !== 'object') return refuse(path, `a ${typeof value}`);
  if (depth >= MAX_JSON_DEPTH) return refuse(path, `nested deeper than ${MAX_JSON_DEPTH}`);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => write(item, `${path}/${index}`, depth + 1));
    return `[${items.join(',')}]`;
  }
  if (!isRecord(value)) return refuse(path, 'an object that is not plain data');
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    // Without a comparison function, sort() compares UTF-16 code units, as RFC 8785, 3.2.3 wants.
    .sort()
    .map((name) => `${writeString(name, path)}:${write(value[name], `${path}/${name}`, depth + 1)}`);
  return `{${members.join(',')}}`;
}

/**
 * JSON in one form only (RFC 8785): members sorted by UTF-16 code units, no blanks, ECMAScript numbers. Members that
 * are undefined are left out, as in `JSON.stringify`; what JSON cannot hold is refused, not turned into null.
 * @throws TypeError naming the path of a number that is not finite, a lone surrogate, anything but plain data, or
 * nesting beyond 64
 */
export function canonicalJson(value: unknown): string {
  return write(value, '', 0);
}
