/** Every refusal of the service: status and what happened. Texts never quote data, statements or secrets. */
export const FAILURES = {
  REQUEST_INVALID: [400, 'The request is not as the service describes it.'],
  ORDER_UNKNOWN: [404, 'There is no order for this attempt.'],
  ORDER_CONFLICT: [409, 'Another order exists for this attempt.'],
  ORDER_RUNNING: [409, 'An older attempt of this job has been granted its data; a second one cannot exist.'],
  EPOCH_OLD: [410, 'The attempt belongs to an older epoch, or was closed.'],
  PLUGIN_UNKNOWN: [404, 'The catalogue has no such plugin.'],
  PLUGIN_DIGEST: [409, 'The plugin differs from the one that was ordered.'],
  PLUGIN_CLASS: [403, 'This version runs certified plugins only.'],
  DATASET_UNKNOWN: [404, 'This data version has not been read here.'],
  DATASET_CONFLICT: [409, 'This data version was read from another definition. Raise its version.'],
  SANDBOX_MISSING: [
    403,
    'No sandbox works on this machine, so only the sample data may be read. Allow user namespaces: sysctl -w user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0',
  ],
  PLATFORM_UNPINNED: [409, 'No platform has introduced itself to this service yet.'],
  PLATFORM_CONFLICT: [409, 'This service belongs to another platform.'],
  GRANT_INVALID: [403, 'The grant was not made by the pinned platform for this attempt and data version.'],
  CREDENTIAL_UNREADABLE: [
    403,
    'The credential was not sealed to this service by its platform. Store it again: dq0 data credential add NAME --replace',
  ],
  DRIVERS_MISSING: [
    409,
    'The drivers of databases could not be installed here. Reach a package index once, and try again.',
  ],
  INGESTION_FAILED: [500, 'Reading the data set ended without an answer. Try again.'],
  GRANT_EARLY: [409, 'No worker has picked this attempt up yet.'],
  PLANNER_BUSY: [503, 'Too many plans wait.'],
  PLANNER_TIMEOUT: [504, 'The planner did not answer in time.'],
  PLANNER_FAILED: [502, 'The planner ended without an answer.'],
  EXECUTOR_UNKNOWN: [404, 'There is no such executor.'],
  CHECK_RUNNING: [409, 'The executor is being checked already.'],
  FILE_UNKNOWN: [404, 'There is no such file.'],
  STORE_FULL: [507, 'The service has no room left on its disk.'],
  ROUTE_UNKNOWN: [404, 'There is nothing at this address.'],
  UNEXPECTED: [500, 'Something unexpected happened; nothing was accepted.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type FailureCode = keyof typeof FAILURES;

/** An expected refusal; the one filter turns it into `{ code, message }`. */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure';
  readonly code: FailureCode;

  constructor(code: FailureCode, options: { readonly message?: string; readonly cause?: unknown } = {}) {
    super(options.message ?? FAILURES[code][1], { cause: options.cause });
    this.code = code;
  }

  get status(): number {
    return FAILURES[this.code][0];
  }
}
