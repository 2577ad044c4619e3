import { z } from 'zod';

const BYTES = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;
const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/** A size as people write it, `512MiB` or `2GiB`; parsed to bytes. */
export const ByteSize = quantity(BYTES, 'a size such as 512MiB or 2GiB');
/** A duration as people write it, `30s`, `10m` or `2h`; parsed to seconds. */
export const Duration = quantity(SECONDS, 'a duration such as 30s, 10m or 2h');

function quantity(units: Readonly<Record<string, number>>, expectation: string) {
  const pattern = new RegExp(`^([1-9]\\d{0,5})(${Object.keys(units).join('|')})$`);
  return z
    .string({ error: expectation })
    .regex(pattern, expectation)
    .transform((text) => {
      const [, amount, unit] = pattern.exec(text) ?? [];
      return Number(amount) * (units[unit ?? ''] ?? 0);
    });
}
