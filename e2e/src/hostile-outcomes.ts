import type { SwitchName } from '@dq0/tools/testing/hostile-quarantine';

export const MESSAGES = ['user.whoami', 'query.plan', 'query.run', 'query.result', 'user.login'] as const;
export type Message = (typeof MESSAGES)[number];

/** What becomes of a message of each kind while a switch is on. */
export interface Outcome {
  readonly name: SwitchName;
  readonly exit: 0 | 7 | 8;
  /** What the client says it noticed; null where it got the right answer. */
  readonly code: string | null;
  /** Jobs that exist, and are charged, because of the one `query.run`: never a second. */
  readonly jobs: 0 | 1;
  /** Seconds the commands are given. */
  readonly timeout: number;
  /** Messages that a switch leaves alone: they get the right answer. */
  readonly spared?: readonly Message[];
  /** Whether the clients ask for the platform's bundle again. */
  readonly bundle?: boolean;
}

const PATIENT = 40;
/** For what never comes: long enough for a reply that should not, short enough for a test. */
const HASTY = 2;

const each = (names: readonly SwitchName[], outcome: Omit<Outcome, 'name'>): Outcome[] =>
  names.map((name) => ({ name, ...outcome }));

/** Nothing is lost: the right answer, once. */
const harmless = (...names: SwitchName[]): Outcome[] => each(names, { exit: 0, code: null, jobs: 1, timeout: PATIENT });

/** The message never reached the platform as it was sealed. */
const lost = (...names: SwitchName[]): Outcome[] =>
  each(names, { exit: 7, code: 'TIMED_OUT', jobs: 0, timeout: HASTY });

/** The message reaches the platform, in time or when the proxy lets go of it; its answer does not reach the client. */
const unanswered = (...names: SwitchName[]): Outcome[] =>
  each(names, { exit: 7, code: 'TIMED_OUT', jobs: 1, timeout: HASTY });

const refused = (jobs: 0 | 1, ...names: SwitchName[]): Outcome[] =>
  each(names, { exit: 7, code: 'PROXY_REFUSED', jobs, timeout: PATIENT });

const forgedReply = (...names: SwitchName[]): Outcome[] =>
  each(names, { exit: 8, code: 'REPLY_INVALID', jobs: 1, timeout: PATIENT });

const bundle = (exit: 7 | 8, code: string, ...names: SwitchName[]): Outcome[] =>
  each(names, { exit, code, jobs: 0, timeout: PATIENT, bundle: true });

/** Every switch of the hostile proxy and what comes of it; which is never plaintext, a second job or a second charge. */
export const OUTCOMES: readonly Outcome[] = [
  ...harmless('replay-requests', 'delay-requests'),
  ...lost('drop-requests', 'swap-requests'),
  ...lost('censor-user').map((outcome) => ({ ...outcome, timeout: 6, spared: ['user.login'] as const })),
  ...refused(1, 'refuse-requests', 'fail-requests'),
  ...refused(0, 'flip-requests', 'truncate-requests', 'swap-request-key', 'substitute-client-key'),
  ...each(['cut-requests'], { exit: 7, code: 'PROXY_UNREACHABLE', jobs: 1, timeout: PATIENT }),

  ...harmless('replay-pulls', 'duplicate-pulls', 'reorder-pulls', 'delay-pulls', 'flood-pulls'),
  ...harmless('rewind-cursor', 'run-ahead-cursor'),
  ...lost('drop-pulls', 'flip-pulls', 'flip-pulls-header', 'flip-pulls-signature', 'truncate-pulls', 'resign-pulls'),
  ...unanswered('garbage-pulls', 'oversize-pulls', 'redirect-pulls', 'refuse-pulls', 'slow-pulls', 'cut-pulls'),

  ...unanswered('drop-pushes', 'flip-pushes'),
  ...forgedReply('swap-pushes'),
  ...harmless('replay-pushes', 'disown-pushes', 'garbage-pushes', 'oversize-pushes'),

  ...harmless('delay-replies'),
  ...unanswered('drop-replies', 'deny-replies', 'oversize-replies', 'slow-replies', 'cut-replies', 'fail-replies'),
  ...forgedReply('flip-replies', 'flip-replies-header', 'flip-replies-signature', 'truncate-replies'),
  ...forgedReply('swap-replies', 'swap-reply-users', 'echo-requests', 'resign-replies'),
  ...refused(1, 'stale-nonces', 'empty-replies', 'garbage-replies', 'redirect-replies', 'refuse-replies'),

  ...bundle(8, 'BUNDLE_INVALID', 'forge-bundle', 'mix-bundle', 'unsign-bundle', 'flip-bundle', 'truncate-bundle'),
  ...bundle(8, 'BUNDLE_STALE', 'roll-back-bundle', 'expire-bundle'),
  ...bundle(7, 'PROXY_REFUSED', 'withhold-bundle', 'garbage-bundle', 'redirect-bundle'),
  ...bundle(7, 'PROXY_UNREACHABLE', 'oversize-bundle', 'slow-bundle'),

  ...harmless('forge-confirmation'),
];
