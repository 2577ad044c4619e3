/** What is typed, as a purpose is written. */
export function purposeText(typed: string): string {
  return typed.trim().toLowerCase().replaceAll(/\s+/g, '-');
}
