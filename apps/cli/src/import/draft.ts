/** A definition in the making: members may still be missing, and nothing of it is validated yet. */
export type Draft = Record<string, unknown>;

/** Without the members that are undefined. */
export function present(draft: Draft): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}
