/** As the platform takes one. */
const PURPOSE = /^[a-z][a-z0-9-]{0,62}$/;

/** What is typed, as a purpose is written. */
export function purposeText(typed: string): string {
  return typed.trim().toLowerCase().replaceAll(/\s+/g, '-');
}

export function isPurpose(text: string): boolean {
  return PURPOSE.test(text);
}
