/** Twelve groups of five digits, as people compare them. */
export function groupsOf(fingerprint: string): readonly string[] {
  return fingerprint.replaceAll(/\D/g, '').match(/\d{5}/g) ?? [];
}

/** Two groups that the applicant is asked to read; others each time, so that a recording does not help. */
export function askedGroups(count: number, random: () => number = Math.random): readonly [number, number] {
  const first = Math.floor(random() * count);
  const second = (first + 1 + Math.floor(random() * (count - 1))) % count;
  return first < second ? [first, second] : [second, first];
}

/** Digits as typed or pasted, without what people write between them. */
export const digitsOf = (typed: string): string => typed.replaceAll(/\D/g, '').slice(0, 5);

/** "4th", "11th". */
export function ordinal(number: number): string {
  const ending = number % 100 >= 11 && number % 100 <= 13 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[number % 10] ?? 'th');
  return `${number}${ending}`;
}
