export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export type JsonObject = { [name: string]: JsonValue };

/** Most arrays and objects inside one another, in anything sealed, signed or hashed. */
export const MAX_JSON_DEPTH = 64;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
/** RFC 8259 wants quotes, backslashes and control characters escaped. */
const UNESCAPED = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERALS: ReadonlyMap<string, readonly [word: string, value: null | boolean]> = new Map([
  ['n', ['null', null]],
  ['t', ['true', true]],
  ['f', ['false', false]],
]);

/** One pass over one JSON text (RFC 8259), refusing what readers in other languages understand differently. */
class StrictReader {
  private readonly text: string;
  private readonly maxDepth: number;
  private at = 0;

  constructor(text: string, maxDepth: number) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  read(): JsonValue {
    const value = this.value(1);
    this.skipBlanks();
    if (this.at !== this.text.length) throw this.refusal('text after the value');
    return value;
  }

  private value(depth: number): JsonValue {
    this.skipBlanks();
    const first = this.text.charAt(this.at);
    if (first === '"') return this.string();
    if (first === '{' || first === '[') {
      if (depth > this.maxDepth) throw this.refusal('nested too deeply');
      return first === '{' ? this.object(depth) : this.array(depth);
    }
    const literal = LITERALS.get(first);
    return literal === undefined ? this.number() : this.literal(...literal);
  }

  private object(depth: number): JsonObject {
    const members = new Map<string, JsonValue>();
    this.at += 1;
    if (this.take('}')) return {};
    do {
      this.skipBlanks();
      const name = this.string();
      if (members.has(name)) throw this.refusal('a member name occurs twice');
      if (!this.take(':')) throw this.refusal('a colon is missing');
      members.set(name, this.value(depth + 1));
    } while (this.take(','));
    if (!this.take('}')) throw this.refusal('an object does not end');
    // Defines own properties, so a member named __proto__ stays data.
    return Object.fromEntries(members);
  }

  private array(depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    this.at += 1;
    if (this.take(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.take(','));
    if (!this.take(']')) throw this.refusal('an array does not end');
    return items;
  }

  private string(): string {
    const start = this.at;
    if (this.text.charAt(start) !== '"') throw this.refusal('not a string');
    this.at += 1;
    let escapes = 0;
    this.match(UNESCAPED);
    while (this.match(ESCAPE) !== '') {
      escapes += 1;
      this.match(UNESCAPED);
    }
    if (this.text.charAt(this.at) !== '"') throw this.refusal('a string does not end');
    this.at += 1;
    const written = this.text.slice(start, this.at);
    const value = escapes === 0 ? written.slice(1, -1) : (JSON.parse(written) as string);
    if (!value.isWellFormed()) throw this.refusal('half of a surrogate pair');
    return value;
  }

  private number(): number {
    const digits = this.match(NUMBER);
    const value = digits === '' ? Number.NaN : Number(digits);
    if (!Number.isFinite(value)) throw this.refusal('not a value, or a number beyond 64-bit floating point');
    return value;
  }

  private literal(word: string, value: null | boolean): null | boolean {
    if (!this.text.startsWith(word, this.at)) throw this.refusal('not a value');
    this.at += word.length;
    return value;
  }

  private take(character: string): boolean {
    this.skipBlanks();
    if (this.text.charAt(this.at) !== character) return false;
    this.at += 1;
    return true;
  }

  private skipBlanks(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at += 1;
    }
  }

  /** What the pattern finds right here, which may be nothing. */
  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private refusal(what: string): SyntaxError {
    return new SyntaxError(`JSON refused at ${this.at}: ${what}`);
  }
}

/**
 * Reads JSON as RFC 8259 within the limits of I-JSON (RFC 7493): unique member names, no lone surrogates, finite
 * numbers, bounded depth. `JSON.parse` keeps the last of two equal names, other readers the first; what was signed
 * must read the same everywhere.
 * @throws SyntaxError
 */
export function readStrictJson(text: string, maxDepth = MAX_JSON_DEPTH): JsonValue {
  return new StrictReader(text, maxDepth).read();
}

/** The same from UTF-8 bytes; malformed UTF-8 and a byte-order mark are refused. @throws SyntaxError | TypeError */
export function readStrictJsonBytes(bytes: Uint8Array, maxDepth = MAX_JSON_DEPTH): JsonValue {
  return readStrictJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), maxDepth);
}
