const LONGEST = 63;

/** Why a name had to change. */
export const NAMES =
  'A name is a letter or _, then letters, digits or _, up to 63, and differs from others by more than capitals.';

/** A name of a data set: lower case, a letter first. Undefined where nothing of the text can stay. */
export function datasetName(text: string): string | undefined {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST)
    .replace(/[-_]+$/, '');
  return name === '' ? undefined : name;
}

/** Identifiers of one list, each once; two that differ only in capitals count as one. */
export class Identifiers {
  readonly #taken: Set<string>;

  /** @param taken identifiers that are not free any more */
  constructor(taken: readonly string[] = []) {
    this.#taken = new Set(taken.map((name) => name.toLowerCase()));
  }

  /** The text itself where it is an identifier and free, else the nearest that is. */
  make(text: string): string {
    const plain = unquoted(text).replace(/\W+/gu, '_').slice(0, LONGEST);
    const wanted = plain === '__proto__' ? 'proto' : /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`.slice(0, LONGEST);
    let name = wanted;
    for (let number = 2; this.#taken.has(name.toLowerCase()); number++) {
      const end = `_${number}`;
      name = wanted.slice(0, LONGEST - end.length) + end;
    }
    this.#taken.add(name.toLowerCase());
    return name;
  }
}

const QUOTES = ['""', '``', '[]'];

/** Without the quotes, backticks or brackets that SQL puts around a name. */
export function unquoted(name: string): string {
  const quoted = QUOTES.some((pair) => name.length > 2 && `${name.at(0) ?? ''}${name.at(-1) ?? ''}` === pair);
  return quoted ? name.slice(1, -1) : name;
}
