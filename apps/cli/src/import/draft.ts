import { isFile } from '@dq0/protocol';

/** A definition in the making: members may still be missing, and nothing of it is validated yet. */
export type Draft = Record<string, unknown>;

/** Without the members that are undefined. */
export function present(draft: Draft): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}

/** Whether a connector's data lie in files, under the data root. */
export function isFileDraft(connector: Draft): boolean {
  return isFile({ type: String(connector['type']) });
}
