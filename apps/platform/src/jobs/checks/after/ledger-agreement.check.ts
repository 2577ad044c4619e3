import { Injectable } from '@nestjs/common';
import { noiseEvents, type NoiseEvent } from '@dq0/protocol';
import type { AfterCheck, AfterSubject, Verdict } from '../check.ts';

/** Is the noise that was drawn the noise that is charged? */
@Injectable()
export class LedgerAgreementCheck implements AfterCheck {
  readonly name = 'ledger-agreement';
  readonly version = '2';

  check({ job, spends, noise }: AfterSubject): Verdict {
    const spend = spends.find((row) => row.state === 'OPENED' && row.planFingerprint === job.planFingerprint);
    if (spend === undefined) return refuse('no opened spend carries the fingerprint of this plan');
    if (JSON.stringify(spend.events) !== JSON.stringify(job.plan.events)) return refuse('other events were charged');
    const events = noiseEvents(job.plan.events);
    if (noise.length !== events.length) return refuse('another number of noisy columns was drawn');
    const differs = events.findIndex((event, index) => {
      const drawn = noise[index];
      return drawn?.kind !== event.kind || drawn.scale !== scaleOf(event);
    });
    return differs < 0 ? { pass: true } : refuse(`the noise of column ${differs} differs from its event`);
  }
}

function scaleOf(event: NoiseEvent): string {
  return event.kind === 'discrete_gaussian' ? event.sigma : event.scale;
}

function refuse(reason: string): Verdict {
  return { pass: false, code: 'RELEASE_REFUSED', reason };
}
