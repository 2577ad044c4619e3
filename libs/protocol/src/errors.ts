import { EXECUTOR_ERRORS } from './executor-errors.ts';
import { GOVERNANCE_ERRORS } from './governance-errors.ts';

/**
 * Coded errors: one closed list for the wire, the gateway and the command line.
 * `exit` is the exit code of the command line (surfaces): 1 error, 2 usage, 3 refused, 4 log in first,
 * 5 budget, 6 waiting for approval, 7 unreachable or timed out, 8 integrity alarm.
 */
export const ERRORS = {
  AUTH_REFUSED: {
    kind: 'user',
    exit: 4,
    message: 'Not logged in, or the login is not valid on this device.',
    remedy: 'Log in with: dq0 user login EMAIL',
  },
  ACCESS_DENIED: {
    kind: 'user',
    exit: 3,
    message: 'Your roles do not allow this.',
    remedy: 'Ask an administrator of the platform for a role that allows it.',
  },
  INPUT_INVALID: {
    kind: 'user',
    exit: 2,
    message: 'The request is not valid.',
    remedy: 'Correct the named field and try again.',
  },
  OPERATION_UNKNOWN: {
    kind: 'user',
    exit: 1,
    message: 'The platform does not know this operation.',
    remedy: 'Use a client of the same version as the platform.',
  },
  USER_UNKNOWN: {
    kind: 'user',
    exit: 1,
    message: 'No such applicant or user.',
    remedy: 'List them with: dq0 user list',
  },
  USER_STATE: {
    kind: 'user',
    exit: 1,
    message: 'The user is not in a state that allows this.',
    remedy: 'See the state with: dq0 user list',
  },
  FINGERPRINT_MISMATCH: {
    kind: 'user',
    exit: 8,
    message: 'The fingerprint differs from the one of the device that registered.',
    remedy: 'Do not approve. Compare with the applicant by telephone: dq0 fingerprint',
  },
  CONFIRMATION_REFUSED: {
    kind: 'user',
    exit: 4,
    message: 'The code is not valid for this device.',
    remedy: 'Type the newest code from the mail, on the device that registered.',
  },
  PASSWORD_WEAK: {
    kind: 'user',
    exit: 2,
    message: 'The password is too short or on the list of common passwords.',
    remedy: 'Choose at least 8 characters (15 or more advised) that nobody would guess.',
  },
  PASSWORD_WRONG: {
    kind: 'user',
    exit: 4,
    message: 'The current password is not right; nothing was changed.',
    remedy: 'Type the password you log in with, then the new one.',
  },
  RESET_REFUSED: {
    kind: 'user',
    exit: 4,
    message: 'The code does not set a new password on this device; nothing was changed.',
    remedy: 'Codes hold 15 minutes and once, on the device that asked. Get a new one with: dq0 user reset-password',
  },
  DEVICE_UNKNOWN: {
    kind: 'user',
    exit: 1,
    message: 'No such device, or it is not yours.',
    remedy: 'List your devices with: dq0 device list',
  },
  AUDIT_UNKNOWN: {
    kind: 'user',
    exit: 1,
    message: 'No such row in the audit record, or you may not read it.',
    remedy: 'List the rows you may read with: dq0 audit list',
  },
  PAIRING_REFUSED: {
    kind: 'user',
    exit: 4,
    message: 'The code does not pair this device.',
    remedy: 'Codes hold ten minutes and once; get a new one on a device that is logged in: dq0 device pair',
  },
  DEVICES_FULL: {
    kind: 'user',
    exit: 1,
    message: 'An account has 20 devices at most.',
    remedy: 'Revoke one that is not needed: dq0 device list',
  },
  MACHINE_REFUSED: {
    kind: 'user',
    exit: 3,
    message: 'A machine identity may not do this.',
    remedy: 'Do it on a device where a person is logged in.',
  },
  PASSKEY_REFUSED: {
    kind: 'user',
    exit: 4,
    message: 'The passkey does not open this.',
    remedy: 'Use a passkey that you registered, with its PIN or your finger, and begin again: dq0 studio',
  },
  PASSKEY_CLONED: {
    kind: 'user',
    exit: 8,
    message: 'The passkey counts back: a copy of it may exist. It opened nothing.',
    remedy: 'Tell an administrator, have this passkey removed, and register another.',
  },
  PASSKEY_EXISTS: {
    kind: 'user',
    exit: 1,
    message: 'This passkey is registered already.',
    remedy: 'Use it, or take another authenticator. List yours with: dq0 passkey list',
  },
  PASSKEYS_FULL: {
    kind: 'user',
    exit: 1,
    message: 'An account has 10 passkeys at most.',
    remedy: 'Remove one that is not needed: dq0 passkey list',
  },
  PASSKEY_UNKNOWN: {
    kind: 'user',
    exit: 1,
    message: 'No such passkey, or it is not yours.',
    remedy: 'List yours with: dq0 passkey list',
  },
  STEP_UP_REQUIRED: {
    kind: 'user',
    exit: 4,
    message: 'This decision needs your passkey.',
    remedy: 'Decide it in Studi0, where the browser asks for the passkey: dq0 studio',
  },
  DATASET_UNKNOWN: {
    kind: 'user',
    exit: 3,
    message: 'No such data set, or you may not see it.',
    remedy: 'List the data sets you may see with: dq0 data list',
  },
  DATASET_EXISTS: {
    kind: 'user',
    exit: 1,
    message: 'A data set of this name exists, and a published definition cannot be replaced.',
    remedy: 'Write another name. What stands there, if it is yours: dq0 data export NAME',
  },
  DATASET_INVALID: {
    kind: 'user',
    exit: 2,
    message: 'The definition is not valid.',
    remedy: 'Correct the named paths.',
  },
  DATASET_UNREADABLE: {
    kind: 'user',
    exit: 1,
    message: 'The data file does not match the definition; nothing was published.',
    remedy: 'Correct the named lines or the definition and add it again.',
  },
  CONNECTOR_UNAVAILABLE: {
    kind: 'user',
    exit: 1,
    message: 'This version cannot read such a source yet; nothing was published.',
    remedy:
      'Export its tables to Parquet or CSV under the data root of the quarantine, or copy them to PostgreSQL or MySQL.',
  },
  SOURCE_UNREACHABLE: {
    kind: 'operational',
    exit: 7,
    message: 'The database cannot be reached from the quarantine; nothing was published.',
    remedy: 'Correct host, port and the network between, and add the data set again.',
  },
  SOURCE_LOGIN: {
    kind: 'user',
    exit: 1,
    message: 'The database refused the login; nothing was published.',
    remedy: 'Store the right user and password: dq0 data credential add NAME --replace',
  },
  SOURCE_RIGHTS: {
    kind: 'user',
    exit: 1,
    message: 'The role of the credential may not read what the definition names; nothing was published.',
    remedy: 'Grant SELECT on the named tables to the role and add the data set again.',
  },
  SOURCE_MISMATCH: {
    kind: 'user',
    exit: 1,
    message: 'The database does not hold what the definition names; nothing was published.',
    remedy: 'Correct the named paths, or the tables at the source, and add the data set again.',
  },
  CREDENTIAL_UNKNOWN: {
    kind: 'user',
    exit: 1,
    message: 'No such credential of yours.',
    remedy: 'List yours with: dq0 data credential list',
  },
  CREDENTIAL_EXISTS: {
    kind: 'user',
    exit: 1,
    message: 'You have a credential of this name.',
    remedy: 'Choose another name, or renew it with --replace.',
  },
  CREDENTIAL_IN_USE: {
    kind: 'user',
    exit: 1,
    message: 'Data sets are read with this credential.',
    remedy: 'Renew it instead: dq0 data credential add NAME --replace',
  },
  DATASET_BUSY: {
    kind: 'operational',
    exit: 1,
    message: 'A data set of this name is being prepared, by somebody else or from another definition.',
    remedy: 'Wait until its data were read, or choose another name.',
  },
  ACCOUNT_CONFLICT: {
    kind: 'user',
    exit: 2,
    message: 'The budget account exists with other values; accounts cannot be changed.',
    remedy: "Write the account's own population, epsilon and delta, or name another account.",
  },
  ACCOUNT_UNKNOWN: {
    kind: 'user',
    exit: 3,
    message: 'No such budget account or data set, or you may not see it.',
    remedy: 'List the data sets you may see with: dq0 data list',
  },
  QUOTA_EXCEEDED: {
    kind: 'user',
    exit: 5,
    message: 'Your part of this budget does not allow this release.',
    remedy: 'Ask with a smaller epsilon, or ask the owner of the data set for a larger part.',
  },
  ...GOVERNANCE_ERRORS,
  ...EXECUTOR_ERRORS,
  QUERY_REFUSED: { kind: 'user', exit: 3, message: 'The question was refused.', remedy: 'See the refusals.' },
  EPSILON_LIMIT: {
    kind: 'user',
    exit: 3,
    message: "The epsilon asked is above the owner's limit for one release.",
    remedy: 'Ask with a smaller epsilon.',
  },
  SHARE_LIMIT: {
    kind: 'user',
    exit: 3,
    message: 'This needs more of the budget than your policy lets you use.',
    remedy: 'Ask with a smaller epsilon, or ask the owner of the data set for a larger share.',
  },
  BUDGET_EXCEEDED: {
    kind: 'user',
    exit: 5,
    message: 'The budget of this data set does not allow this release.',
    remedy: 'Ask with a smaller epsilon.',
  },
  JOB_UNKNOWN: {
    kind: 'user',
    exit: 1,
    message: 'No such job, or it is not yours.',
    remedy: 'List your jobs with: dq0 query list',
  },
  JOB_STATE: {
    kind: 'user',
    exit: 1,
    message: 'The job is not in a state that allows this.',
    remedy: 'See its state with: dq0 run info JOB',
  },
  CANCEL_PROTECTED: {
    kind: 'user',
    exit: 3,
    message:
      'Runs of this data set have protected timing and cannot be cancelled: whether it is too late would tell it.',
    remedy: 'See the outcome at its time with: dq0 query result JOB',
  },
  JOB_WITHHELD: {
    kind: 'user',
    exit: 1,
    message: 'The result was withheld; the privacy cost is charged.',
    remedy: 'Ask the owner of the data set to look at the job.',
  },
  APPROVAL_PENDING: {
    kind: 'user',
    exit: 6,
    message: 'The release waits for the approval of a person.',
    remedy: 'Come back later: dq0 query result JOB',
  },
  SERVICE_UNAVAILABLE: {
    kind: 'operational',
    exit: 7,
    message: 'The quarantine cannot run jobs at the moment; nothing was charged.',
    remedy: 'Try again in a minute; if it stays, tell the administrator.',
  },
  PLATFORM_BUSY: {
    kind: 'operational',
    exit: 7,
    message: 'The platform is busy; nothing was charged.',
    remedy: 'Try again in a moment.',
  },
  PROXY_UNREACHABLE: {
    kind: 'operational',
    exit: 7,
    message: 'The proxy cannot be reached.',
    remedy: 'Check the address with: dq0 proxy list',
  },
  PROXY_REFUSED: {
    kind: 'operational',
    exit: 7,
    message: 'The proxy refused the message.',
    remedy: 'Wait a moment and try again.',
  },
  TIMED_OUT: {
    kind: 'operational',
    exit: 7,
    message: 'No answer within the time given.',
    remedy: 'Ask again for the result; if no receipt ever comes, the proxy may be holding messages back.',
  },
  REPLY_INVALID: {
    kind: 'integrity',
    exit: 8,
    message: 'A reply was not made by the pinned platform for this request.',
    remedy: 'Do not trust this proxy; tell the administrator.',
  },
  BUNDLE_INVALID: {
    kind: 'integrity',
    exit: 8,
    message: "The platform's key bundle is not signed by the pinned key.",
    remedy: 'Do not trust this proxy; tell the administrator.',
  },
  BUNDLE_STALE: {
    kind: 'integrity',
    exit: 8,
    message: "The platform's key bundle is expired or older than one seen before.",
    remedy: 'Do not trust this proxy; tell the administrator.',
  },
  AUDIT_BROKEN: {
    kind: 'integrity',
    exit: 8,
    message: 'The audit log was changed.',
    remedy: 'Keep the file and tell the auditor.',
  },
  UNEXPECTED: {
    kind: 'unexpected',
    exit: 1,
    message: 'Something unexpected happened inside.',
    remedy: 'Tell the administrator the audit id.',
  },
} as const satisfies Record<
  string,
  { kind: 'user' | 'operational' | 'integrity' | 'unexpected'; exit: number; message: string; remedy: string }
>;

export type ErrorCode = keyof typeof ERRORS;

/** One place in the text or definition, with what was wrong and what to do. */
export interface ErrorDetail {
  readonly path: string;
  readonly message: string;
  readonly example?: string | undefined;
}

export interface CodedErrorOptions {
  readonly message?: string;
  readonly remedy?: string;
  readonly details?: readonly ErrorDetail[];
  readonly cause?: unknown;
  readonly auditId?: string | undefined;
}

/** An expected failure. Message and remedy are safe for users; the cause stays in the logs of the process. */
export class CodedError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly details: readonly ErrorDetail[];
  readonly auditId: string | undefined;

  constructor(code: ErrorCode, options: CodedErrorOptions = {}) {
    super(options.message ?? ERRORS[code].message, { cause: options.cause });
    this.name = 'CodedError';
    this.code = code;
    this.remedy = options.remedy ?? ERRORS[code].remedy;
    this.details = options.details ?? [];
    this.auditId = options.auditId;
  }

  get exit(): number {
    return ERRORS[this.code].exit;
  }
}
