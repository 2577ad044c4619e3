import { thresholdDelta, type AcceptedPlan, type DatasetDefinition } from '@dq0/protocol';

/** What is left of a release's delta for its noise: a plan with a threshold sets the delta of thresholds aside first. */
export function noiseDelta(delta: number, { threshold }: AcceptedPlan, definition: DatasetDefinition): number {
  return threshold === null ? delta : delta - thresholdDelta(definition);
}
