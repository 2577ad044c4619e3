/** Where a policy stands: at a data set, by its id, which is never given twice, and its name; or at the platform. */
export type PolicyHome = { readonly datasetId: string; readonly dataset: string } | null;

/** One change; the newest of a name is the policy. */
export interface PolicyChange {
  readonly version: number;
  readonly name: string;
  /** Cedar; null: removed. */
  readonly text: string | null;
  /** Address of who changed it. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export type OwnPolicy = PolicyChange & { readonly text: string };

/** How people call it. */
export function policyId(home: PolicyHome, name: string): string {
  return `${home?.dataset ?? ''}/${name}`;
}

/** An approved user, as policies know them. */
export interface KnownUser {
  readonly id: string;
  readonly email: string;
  /** JSON list. */
  readonly roles: string;
  /** JSON list of the groups beside the roles. */
  readonly groups: string;
}
