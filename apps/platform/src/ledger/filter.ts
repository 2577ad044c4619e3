import type { admits } from '@dq0/accounting';

/** The rule that decides admission; a token, so that a test can show what happens without it. */
export const PRIVACY_FILTER = Symbol('PRIVACY_FILTER');
export type PrivacyFilter = typeof admits;
