import { PlatformAnswer } from '@dq0/protocol';
import { type Attack, onAnswer, onContent, type World } from '../attack.ts';
import { jsonAnswer } from '../passing.ts';
import { flipBit, truncated } from '../tampering.ts';
import { answerAttacks, LURE } from './any-answer.ts';

/** Against the platform's keys as clients fetch them. */
export const bundleAttacks = {
  /** Another platform's, with a key that this proxy can open. */
  'forge-bundle': onBundle((_bundle, { forger }) => forger.bundle()),
  'mix-bundle': onBundle((bundle, { forger }) => forger.mixedBundle(bundle)),
  'unsign-bundle': onBundle((bundle, { forger }) => forger.unsignedBundle(bundle)),
  'flip-bundle': onBundle((bundle) => flipBit(bundle)),
  'truncate-bundle': onBundle(truncated),
  /** The oldest that was ever seen. */
  'roll-back-bundle': onBundle((bundle, { memory }) => (memory.bundles[0] === bundle ? undefined : memory.bundles[0])),
  /** One that the platform signed once, and that has expired since. */
  'expire-bundle': onBundle((_bundle, { options }) => options.bundle),
  'withhold-bundle': onAnswer('bundle', ({ headers }) =>
    jsonAnswer(404, { code: 'NO_BUNDLE_YET', message: LURE, remedy: LURE }, headers),
  ),
  'garbage-bundle': answerAttacks.garbage('bundle'),
  'oversize-bundle': answerAttacks.oversize('bundle'),
  'slow-bundle': answerAttacks.slow('bundle'),
  'redirect-bundle': answerAttacks.redirect('bundle'),
} as const satisfies Record<string, Attack>;

function onBundle(change: (bundle: string, world: World) => string | undefined | Promise<string | undefined>): Attack {
  return onContent('bundle', PlatformAnswer, async ({ bundle }, world) => {
    const changed = await change(bundle, world);
    return changed === undefined ? undefined : { bundle: changed };
  });
}
