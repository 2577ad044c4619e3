import { z } from 'zod';

/** What a person needs to correct a variable: what is expected and one value that works. */
export interface SettingHelp {
  readonly expects: string;
  readonly example: string;
}

/** A whole number within bounds, written in decimal digits. */
export function integer(range: { readonly min: number; readonly max: number }, help: SettingHelp) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number)
    .pipe(z.int().min(range.min).max(range.max))
    .meta({ ...help });
}

/** A text; `pattern` bounds what it may hold. */
export function text(help: SettingHelp, pattern = /^.{1,4096}$/s) {
  return z
    .string()
    .regex(pattern)
    .meta({ ...help });
}

/** `true` or `false`, in these words only: `0`, `no` and typing errors must not silently mean false. */
export function flag(help: SettingHelp) {
  return z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .meta({ ...help });
}
