import type { PolicyForm } from '@dq0/protocol';

/** Whether one form permits, now and later, whatever another permits. */
export function covers(wide: PolicyForm, narrow: PolicyForm): boolean {
  return (
    wide.group === narrow.group &&
    wide.user === narrow.user &&
    (wide.purpose === null || wide.purpose === narrow.purpose) &&
    reaches(wide.epsilon, narrow.epsilon) &&
    reaches(wide.share, narrow.share) &&
    reaches(time(wide.until), time(narrow.until))
  );
}

/** Null is no bound. */
function reaches(wide: number | null, narrow: number | null): boolean {
  return wide === null || (narrow !== null && narrow <= wide);
}

function time(until: string | null): number | null {
  return until === null ? null : Date.parse(until);
}
