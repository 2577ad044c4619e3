/** Privacy levels as owners choose them, in words. */
const LEVELS = ['Open', 'Higher', 'Highest'] as const;

export function levelText(level: number): string {
  return LEVELS[level] ?? `level ${level}`;
}
