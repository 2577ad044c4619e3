import type { infoPlatform, Output } from '@dq0/protocol';
import { sizeText, spanText } from '@dq0/protocol/plain-words';

export type Info = Output<typeof infoPlatform>;
export type Warning = Info['warnings'][number];

export interface Tile {
  readonly name: string;
  readonly value: string;
  /** Beside or below the value, when nothing is wrong with it and when there is. */
  readonly facts: readonly string[];
  readonly warning: Warning | undefined;
  readonly link?: { readonly to: string; readonly text: string };
}

/** How everything is, a tile for each part. */
export function tilesOf(info: Info): Tile[] {
  const warning = (about: Warning['about']): Warning | undefined => info.warnings.find((one) => one.about === about);
  return [
    {
      name: 'platform',
      value: info.version,
      facts: [`its clock ${info.time.slice(11, 19)} UTC`],
      warning: undefined,
    },
    {
      name: 'service',
      value: info.service.reachable ? 'answers' : 'does not answer',
      facts: ['reads data and runs plugins'],
      warning: warning('service'),
    },
    {
      name: 'sandbox',
      value: info.service.sandbox ?? 'none',
      facts: ['around every plugin'],
      warning: warning('sandbox'),
      link: { to: '/adm/executors', text: 'See executors' },
    },
    {
      name: 'plugins',
      ...plugins(info),
      warning: undefined,
      link: { to: '/adm/plugins', text: 'See plugins' },
    },
    { name: 'proxies', ...proxies(info), warning: warning('proxies') },
    { name: 'queue', ...queue(info), warning: warning('queue') },
    { name: 'disk', ...disk(info), warning: warning('disk') },
    { name: 'keys', ...keys(info), warning: warning('keys') },
    { name: 'backup', ...backup(info), warning: warning('backup') },
    {
      name: 'awaiting approval',
      value: String(info.waitingUsers),
      facts: [],
      warning: undefined,
      link: { to: '/adm/people', text: 'See people' },
    },
  ];
}

/** What the page says first: the most pressing thing, or that there is none. */
export function headline({ warnings }: Info): { readonly title: string; readonly lede: string } {
  const [first] = warnings;
  if (first === undefined) {
    return { title: 'All is well', lede: 'You can see how the platform runs, never what is in the data.' };
  }
  const more = warnings.length - 1;
  const others = more === 0 ? '' : more === 1 ? ' One more thing below.' : ` ${more} more things below.`;
  return { title: first.title, lede: `${first.found} ${first.remedy}${others}` };
}

function plugins({ plugins: all, service }: Info): Pick<Tile, 'value' | 'facts'> {
  if (!service.reachable) return { value: 'unknown', facts: ['the service tells which there are'] };
  if (all.length === 0) return { value: 'none', facts: ['so no question can be answered'] };
  return { value: String(all.length), facts: [all.map(({ name, version }) => `${name} ${version}`).join(', ')] };
}

function proxies({ proxies: all, time }: Info): Pick<Tile, 'value' | 'facts'> {
  const answering = all.filter(({ state }) => state === 'reachable').length;
  const facts = all.map(({ origin, heardAt, roundTripMs }) => {
    const heard = heardAt === null ? 'never heard since the start' : `heard ${spanText(since(heardAt, time))} ago`;
    return [`${origin} ${heard}`, ...(roundTripMs === null ? [] : [`${roundTripMs} ms there and back`])].join(', ');
  });
  return { value: `${answering} of ${all.length} answer`, facts };
}

function queue({ queue: { waiting, running, oldestSince }, activeJobs, time }: Info): Pick<Tile, 'value' | 'facts'> {
  const others = activeJobs - waiting - running;
  const facts = [
    `${running} running`,
    ...(oldestSince === null ? [] : [`the oldest waits for ${spanText(since(oldestSince, time))}`]),
    ...(others > 0 ? [`${others} with people who decide`] : []),
  ];
  return { value: `${waiting} waiting`, facts: [facts.join(', ')] };
}

function disk({ disk: { freeBytes, totalBytes } }: Info): Pick<Tile, 'value' | 'facts'> {
  const share = totalBytes === 0 ? 0 : Math.floor((100 * freeBytes) / totalBytes);
  return { value: `${sizeText(freeBytes)} free`, facts: [`${share} % of ${sizeText(totalBytes)}`] };
}

function keys({ keys: all, bundle, time }: Info): Pick<Tile, 'value' | 'facts'> {
  const ages = all.map(({ purpose, createdAt }) => `${purpose} key ${spanText(since(createdAt, time))} old`);
  return { value: `bundle ${bundle}`, facts: [ages.join(', ')] };
}

function backup({ backup: { takenAt }, time }: Info): Pick<Tile, 'value' | 'facts'> {
  if (takenAt === null) return { value: 'none yet', facts: ['of the database, with the record and the budgets'] };
  return {
    value: `${spanText(since(takenAt, time))} old`,
    facts: [`made ${takenAt.slice(0, 16).replace('T', ' ')} UTC`],
  };
}

function since(time: string, now: string): number {
  return Date.parse(now) - Date.parse(time);
}
