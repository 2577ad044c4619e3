/** UCI Adult, `adult.data`: what nobody outside may see, and a test may know. */
export const TRUTH = { Female: 10_771, Male: 21_790 } as const;
export type Sex = keyof typeof TRUTH;

/** A noisy count with its 95 % interval, per sex. */
export type CountAnswer = Readonly<
  Record<string, { readonly count: number; readonly low: number; readonly high: number }>
>;

export interface Verdict {
  readonly sex: Sex;
  readonly held: number;
  readonly runs: number;
}

/** In how many of the answers each interval holds the truth. */
export function coverage(answers: readonly CountAnswer[]): Verdict[] {
  return (Object.keys(TRUTH) as Sex[]).map((sex) => ({
    sex,
    runs: answers.length,
    held: answers.filter((answer) => {
      const cell = answer[sex];
      return cell !== undefined && cell.low <= TRUTH[sex] && TRUTH[sex] <= cell.high;
    }).length,
  }));
}

/** Passes at 90 to 99 % for every count: less is too narrow, more means noise that is not there. */
export function judge(verdicts: readonly Verdict[]): {
  readonly verdicts: readonly Verdict[];
  readonly passes: boolean;
} {
  return { verdicts, passes: verdicts.every(({ held, runs }) => held >= 0.9 * runs && held <= 0.99 * runs) };
}

/** The test double of the positive control: the answer that the same interval width would have without noise. */
export function withoutNoise(answer: CountAnswer): CountAnswer {
  return Object.fromEntries(
    Object.entries(answer).map(([sex, { low, high }]) => {
      const half = (high - low) / 2;
      const count = TRUTH[sex as Sex];
      return [sex, { count, low: count - half, high: count + half }];
    }),
  );
}
