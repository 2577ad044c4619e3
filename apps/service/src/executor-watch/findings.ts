import type { CheckFinding } from '@dq0/protocol';
import { z } from 'zod';
import type { Trial } from './trial-run.ts';

/** What the diagnostic writes: what of each attempt succeeded, in words. */
export const Attempts = z
  .array(
    z.strictObject({
      name: z.enum(['network', 'socket', 'read', 'write', 'processes', 'rights', 'calls', 'limits', 'environment']),
      succeeded: z.array(z.string().max(200)).max(10),
      milliseconds: z.int().nonnegative(),
    }),
  )
  .length(9);
type Attempt = z.infer<typeof Attempts>[number];

const TRIED: Readonly<Record<Attempt['name'], string>> = {
  network: 'Reach a network',
  socket: 'Speak with the service through its socket',
  read: 'Read a file of the machine outside',
  write: 'Write outside, in its inputs or in its code',
  processes: 'See processes outside',
  rights: 'Gain rights',
  calls: 'Use calls of the kernel that administer the machine',
  limits: 'Overstep the limits of memory, files and processes',
  environment: 'Find something of the service in its environment',
};
const STAY = 'Until this is refused, publish no real data here.';
const NO_SANDBOX = `No sandbox works on this machine. Install bubblewrap and allow user namespaces, then restart the service. ${STAY}`;
const LEAKY = `The sandbox lets this through. Stop the service, bring bubblewrap and the kernel up to date, and check again. ${STAY}`;
const DEAD =
  'Jobs cannot run here. See the log of the service, the free disk and memory, and whether its Python is there.';

/** The job tried it: fine where nothing of it succeeded. */
export function ofAttempt({ name, succeeded, milliseconds }: Attempt, kind: 'bubblewrap' | 'none'): CheckFinding {
  const ok = succeeded.length === 0;
  return {
    ...{ name, wanted: 'refused', ok, tried: TRIED[name], milliseconds },
    found: ok ? 'Refused.' : succeeded.join(' '),
    remedy: ok ? null : kind === 'none' ? NO_SANDBOX : LEAKY,
  };
}

/** What every job needs: to start, to have its output kept, and to leave nothing. */
export function ofTrial(trial: Trial): CheckFinding[] {
  const { startedAfter, endedAfter, last, output, cleared, clearedIn } = trial;
  const started = startedAfter !== null;
  const kept = output !== undefined;
  return [
    works('start', {
      ...{ ok: started, tried: 'Start and read its input', milliseconds: startedAfter ?? endedAfter },
      found: started ? 'It started.' : 'It did not start.',
    }),
    works('output', {
      ...{ ok: kept, tried: 'Write its output', milliseconds: endedAfter - (startedAfter ?? endedAfter) },
      found: kept ? 'Written, and kept under its digest.' : lastWords(last),
    }),
    works('end', {
      ...{ ok: cleared, tried: 'End, and leave nothing behind', milliseconds: clearedIn },
      found: cleared ? 'Its processes and its folder are gone.' : 'It could not be cleared away.',
    }),
  ];
}

/** A job that would run for ever. */
export function ofIdleTrial({ last, endedAfter }: Trial): CheckFinding {
  const ok = last?.type === 'failed' && last.reason.includes('wall time');
  return {
    ...{ name: 'time', wanted: 'refused', ok, tried: 'Run longer than it may', milliseconds: endedAfter },
    found: ok ? 'Ended when its time was over.' : lastWords(last),
    remedy: ok ? null : `Nothing ends a job that goes on for ever. Restart the service and check again.`,
  };
}

function works(
  name: CheckFinding['name'],
  finding: Pick<CheckFinding, 'ok' | 'tried' | 'found' | 'milliseconds'>,
): CheckFinding {
  return { name, wanted: 'works', ...finding, remedy: finding.ok ? null : DEAD };
}

function lastWords(last: Trial['last']): string {
  if (last === undefined) return 'Nothing came of it.';
  return last.type === 'failed' ? last.reason : 'It went on to its end.';
}
