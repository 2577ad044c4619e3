/** One Cedar statement of an own policy, as it is decided by. */
export interface Statement {
  /** Name of the policy it belongs to; it goes into the record of each decision. */
  readonly policy: string;
  readonly text: string;
  /** The actions it is about; undefined: all. */
  readonly actions: readonly string[] | undefined;
}
