export interface Attempt {
  readonly job: string;
  readonly attempt: number;
}

/** An attempt that the runner knows. `waiting`: nobody has picked it up; `picked`: it waits for its grant. */
export interface HeldAttempt extends Attempt {
  readonly phase: 'waiting' | 'picked' | 'beyond';
}
