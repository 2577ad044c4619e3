import { sizeText, spanText, type infoPlatform, type Output } from '@dq0/protocol';

export type Info = Output<typeof infoPlatform>;
export type Warning = Info['warnings'][number];
/** What the warnings are found in. */
export type Facts = Omit<Info, 'warnings'>;

const DAY_MS = 24 * 3_600_000;
const LEAST_FREE_BYTES = 2 ** 30;
const LEAST_FREE_SHARE = 0.1;
/** A job runs for at most 90 s: one that waits longer than this has something in its way. */
const LONGEST_WAIT_MS = 5 * 60_000;
/** After seven days an encryption key is renewed; with the next bundle, so within an hour. */
const LONGEST_SEALING_MS = 7 * DAY_MS + 2 * 3_600_000;

/** A nightly backup that failed twice is worth a word. */
const LONGEST_WITHOUT_BACKUP_MS = 2 * DAY_MS;

/** What needs a look and what to do about it, the most pressing first. */
export function warningsOf(facts: Facts): Warning[] {
  return [service, disk, proxies, sandbox, queue, keys, backup].flatMap((judge) => judge(facts) ?? []);
}

function service(facts: Facts): Warning | undefined {
  if (facts.service.reachable) return undefined;
  return {
    about: 'service',
    title: 'Jobs cannot run',
    found: 'The service inside does not answer; what was asked waits.',
    remedy: 'Start the service, or see its log.',
  };
}

function disk({ disk: { freeBytes, totalBytes } }: Facts): Warning | undefined {
  if (freeBytes >= LEAST_FREE_BYTES && freeBytes >= totalBytes * LEAST_FREE_SHARE) return undefined;
  return {
    about: 'disk',
    title: 'The disk is nearly full',
    found: `Where the database lies, ${sizeText(freeBytes)} of ${sizeText(totalBytes)} are free.`,
    remedy: 'Free space or enlarge the disk: the platform answers nothing that it cannot write down.',
  };
}

function proxies({ proxies: all, time }: Facts): Warning | undefined {
  const silent = all.filter(({ state }) => state === 'unreachable');
  if (silent.length === 0) return undefined;
  const found = silent.map(({ origin, heardAt }) =>
    heardAt === null
      ? `${origin} has not answered since the platform started.`
      : `${origin} last answered ${spanText(since(heardAt, time))} ago.`,
  );
  return {
    about: 'proxies',
    title: silent.length === 1 ? 'A proxy does not answer' : `${silent.length} proxies do not answer`,
    found: found.join(' '),
    remedy: 'See whether it runs and whether this machine reaches it: dq0-platform doctor says so.',
  };
}

function sandbox(facts: Facts): Warning | undefined {
  if (!facts.service.reachable || facts.service.sandbox !== null) return undefined;
  return {
    about: 'sandbox',
    title: 'Plugins run without a sandbox',
    found: 'Nothing stands between a plugin and the machine that it runs on.',
    remedy: 'Install bubblewrap inside the quarantine.',
  };
}

function queue({ queue: { waiting, oldestSince }, time }: Facts): Warning | undefined {
  const waited = oldestSince === null ? 0 : since(oldestSince, time);
  if (waited <= LONGEST_WAIT_MS) return undefined;
  return {
    about: 'queue',
    title: 'Jobs wait too long',
    found: `${waiting === 1 ? 'A job has waited' : `${waiting} jobs wait, the oldest`} for ${spanText(waited)}.`,
    remedy:
      'See whether the service and Redis run, and their logs. What waits for an hour is cancelled and costs nothing.',
  };
}

function keys({ keys: all, time }: Facts): Warning | undefined {
  const ages = all.filter(({ purpose }) => purpose === 'encryption').map(({ createdAt }) => since(createdAt, time));
  const [age = 0] = ages.sort((one, other) => one - other);
  if (age <= LONGEST_SEALING_MS) return undefined;
  return {
    about: 'keys',
    title: 'The encryption key could not be renewed',
    found: `Messages have been sealed to it for ${spanText(age)}; it should serve for 7 days.`,
    remedy: 'See KEY_NOT_RENEWED in the log of the platform: it must be able to write in its folder keys.',
  };
}

function backup({ backup: { takenAt }, keys: all, time }: Facts): Warning | undefined {
  const begun = all.filter(({ purpose }) => purpose === 'signing').map(({ createdAt }) => createdAt);
  const age = since(takenAt ?? begun[0] ?? time, time);
  if (age <= LONGEST_WITHOUT_BACKUP_MS) return undefined;
  return {
    about: 'backup',
    title: takenAt === null ? 'Nothing has been backed up' : 'The newest backup is old',
    found: `Since ${spanText(age)} all that was decided, asked and recorded is on one disk alone.`,
    remedy: 'Inside the quarantine, every night and onto another machine: dq0-platform backup FOLDER',
  };
}

function since(time: string, now: string): number {
  return Date.parse(now) - Date.parse(time);
}
