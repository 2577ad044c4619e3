import type { Attack } from './attack.ts';
import { bundleAttacks } from './attacks/bundles.ts';
import { pullAttacks } from './attacks/pulls.ts';
import { pushAttacks } from './attacks/pushes.ts';
import { registrationAttacks } from './attacks/registrations.ts';
import { replyAttacks } from './attacks/replies.ts';
import { requestAttacks } from './attacks/requests.ts';

/** Every way in which the proxy can be hostile, by name; one at a time is on. */
export const SWITCHES = {
  ...requestAttacks,
  ...pullAttacks,
  ...pushAttacks,
  ...replyAttacks,
  ...bundleAttacks,
  ...registrationAttacks,
} as const satisfies Record<string, Attack>;

export type SwitchName = keyof typeof SWITCHES;

export const SWITCH_NAMES = Object.keys(SWITCHES) as SwitchName[];

export const isSwitchName = (name: string): name is SwitchName => Object.hasOwn(SWITCHES, name);
