/** Who moves a job out of a state. */
export type StateOwner = 'platform' | 'service' | 'person';

/**
 * What the reservation of privacy budget is worth in a state. `none`: nothing is set aside (any more);
 * `reserved`: set aside and given back if the job ends here; `charged`: final.
 */
export type Spend = 'none' | 'reserved' | 'charged';

/** What the reconciler does with a job it finds in this state after a restart, or when nobody has moved it. */
export type Recovery =
  /** Run the checks again; they read public facts only. */
  | 'check_before_again'
  /** A person decides; nothing to do but wait for the deadline. */
  | 'wait_for_person'
  /** Send the order and the id again; both are idempotent. */
  | 'send_again'
  /** Close the old epoch, then send a new attempt with a larger one. */
  | 'new_attempt'
  /** Never a second attempt: follow the detached supervisor, finish from the stored noisy output or fail charged. */
  | 'follow_attempt'
  /** Run the checks again on the stored bytes. */
  | 'check_after_again';

export interface OpenStateRow {
  readonly meaning: string;
  readonly owner: StateOwner;
  readonly to: readonly string[];
  /** Longest stay in seconds; a job's own limits may be shorter. */
  readonly deadlineSeconds: number;
  /** Where the reconciler moves a job whose deadline has passed. */
  readonly onDeadline: string;
  readonly recovery: Recovery;
  readonly spend: Spend;
}

export interface FinalStateRow {
  readonly meaning: string;
  readonly to: readonly [];
  readonly spend: Exclude<Spend, 'reserved'>;
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/**
 * The one table of job states: code, diagram and tests are made from it.
 * From `opened` on the spend is final: there the data credential is handed out.
 */
export const STATE_TABLE = {
  planned: {
    meaning: 'A price exists; nothing is set aside.',
    owner: 'platform',
    to: ['refused', 'waiting_approval', 'reserved'],
    deadlineSeconds: 10 * MINUTE,
    onDeadline: 'refused',
    recovery: 'check_before_again',
    spend: 'none',
  },
  waiting_approval: {
    meaning: 'A person must allow the job before anything is set aside.',
    owner: 'person',
    to: ['reserved', 'refused', 'cancelled'],
    deadlineSeconds: 30 * DAY,
    onDeadline: 'refused',
    recovery: 'wait_for_person',
    spend: 'none',
  },
  reserved: {
    meaning: 'The budget is set aside; the order goes to the service.',
    owner: 'platform',
    to: ['queued', 'cancelled'],
    deadlineSeconds: 15 * MINUTE,
    onDeadline: 'cancelled',
    recovery: 'send_again',
    spend: 'reserved',
  },
  queued: {
    meaning: 'The service holds the order; a worker will pick the id up.',
    owner: 'service',
    to: ['opened', 'cancelled'],
    deadlineSeconds: 60 * MINUTE,
    onDeadline: 'cancelled',
    recovery: 'new_attempt',
    spend: 'reserved',
  },
  opened: {
    meaning: 'The data credential is handed out; the spend is final.',
    owner: 'service',
    to: ['running', 'failed'],
    deadlineSeconds: 10 * MINUTE,
    onDeadline: 'failed',
    recovery: 'follow_attempt',
    spend: 'charged',
  },
  running: {
    meaning: 'Data are fetched and the plugin runs in its sandbox.',
    owner: 'service',
    to: ['checking', 'failed'],
    deadlineSeconds: 1 * DAY,
    onDeadline: 'failed',
    recovery: 'follow_attempt',
    spend: 'charged',
  },
  checking: {
    meaning: 'Outputs are stored and pinned by digest; the checks after the run decide.',
    owner: 'platform',
    to: ['released', 'in_review', 'failed'],
    deadlineSeconds: 60 * MINUTE,
    onDeadline: 'failed',
    recovery: 'check_after_again',
    spend: 'charged',
  },
  in_review: {
    meaning: 'People decide about the release.',
    owner: 'person',
    to: ['released', 'withheld'],
    deadlineSeconds: 30 * DAY,
    onDeadline: 'withheld',
    recovery: 'wait_for_person',
    spend: 'charged',
  },
  refused: { meaning: 'Not allowed, or over the budget; nothing was charged.', to: [], spend: 'none' },
  cancelled: { meaning: 'Ended before the data were opened; what was set aside is given back.', to: [], spend: 'none' },
  released: { meaning: 'The result may be read.', to: [], spend: 'charged' },
  withheld: { meaning: 'The result stays inside; the spend is charged.', to: [], spend: 'charged' },
  failed: {
    meaning: 'Failed after the data were opened; charged, and shown to people as withheld.',
    to: [],
    spend: 'charged',
  },
} as const satisfies Record<string, OpenStateRow | FinalStateRow>;
