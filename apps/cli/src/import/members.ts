import { UsageError } from '../errors/usage-error.ts';

export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws UsageError naming the place, for anything but a mapping */
export function asMapping(value: unknown, path: string): Mapping {
  if (isMapping(value)) return value;
  throw new UsageError(`${path === '' ? 'The file' : path} is no mapping.`, 'Write NAME: value lines there.');
}

export interface Member {
  readonly value: unknown;
  /** Where it stands in the source, dotted. */
  readonly source: string;
}

/** The named facts of one part of a source. What nobody takes is left over, and told. */
export class Members {
  readonly #members = new Map<string, Member>();

  /** The first that is written under a name stays; null counts as not written. */
  put(name: string, value: unknown, source: string): void {
    if (value === null || value === undefined || this.#members.has(name)) return;
    this.#members.set(name, { value, source });
  }

  take(name: string): Member | undefined {
    const member = this.#members.get(name);
    this.#members.delete(name);
    return member;
  }

  get rest(): (readonly [string, Member])[] {
    return [...this.#members];
  }
}

const TRUE = new Set(['true', 'yes', 'on', 'y', '1']);
const FALSE = new Set(['false', 'no', 'off', 'n', '0']);
const NUMBER = /^[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Truth as YAML 1.1 and 1.2 write it. */
export function asFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : '';
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : undefined;
}

/** A finite number, also one written as text. */
export function asNumber(value: unknown): number | undefined {
  const number =
    typeof value === 'string' && NUMBER.test(value.trim()) ? Number(value.trim().replaceAll('_', '')) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A text without blanks around it; numbers and truth values as they are written. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Texts of a list, or of one text with commas. Undefined where an entry is no text. */
export function asTexts(value: unknown): string[] | undefined {
  if (typeof value === 'string') return value.split(',').map((text) => text.trim());
  if (!Array.isArray(value)) return undefined;
  const texts = value.map((entry: unknown) =>
    typeof entry === 'string' || typeof entry === 'number' || typeof entry === 'boolean' ? String(entry) : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
