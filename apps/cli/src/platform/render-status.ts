import { sizeText, spanText, type infoPlatform, type Output } from '@dq0/protocol';
import { renderFacts, renderTable } from '../terminal/table.ts';
import { printable } from '../terminal/printable.ts';

type Info = Output<typeof infoPlatform>;

/** What needs a look first, then how everything is, then the plugins. */
export function renderStatus(info: Info): string {
  const { version, bundle, time, service, waitingUsers, plugins } = info;
  const facts = renderFacts([
    ['platform', `${version}, key bundle ${bundle}`],
    ['its clock', time],
    ['service', service.reachable ? 'answers' : 'does not answer'],
    ['sandbox', service.sandbox ?? 'none'],
    ...info.proxies.map((proxy) => [`proxy ${proxy.origin}`, proxyText(proxy, time)] as const),
    ['queue', queueText(info)],
    ['disk', `${sizeText(info.disk.freeBytes)} of ${sizeText(info.disk.totalBytes)} free`],
    ...info.keys.map(({ purpose, createdAt }) => [`${purpose} key`, `${age(createdAt, time)} old`] as const),
    ['newest backup', info.backup.takenAt === null ? 'none yet' : `${age(info.backup.takenAt, time)} old`],
    ['people awaiting approval', String(waitingUsers)],
  ]);
  const table = renderTable(
    [{ title: 'plugin' }, { title: 'version' }, { title: 'class' }, { title: 'digest' }],
    plugins.map((plugin) => [plugin.name, plugin.version, plugin.class, plugin.digest]),
    80,
  );
  const none = 'No plugin is installed, so no question can be answered.';
  return [...info.warnings.map(warningText), facts, plugins.length === 0 ? none : table].join('\n\n');
}

function warningText({ title, found, remedy }: Info['warnings'][number]): string {
  return [`${title}. ${found}`, `What to do: ${remedy}`].map(printable).join('\n');
}

function proxyText({ state, heardAt, roundTripMs }: Info['proxies'][number], time: string): string {
  const answers = { unknown: 'not asked yet', reachable: 'answers', unreachable: 'does not answer' }[state];
  const heard = heardAt === null ? 'never heard since the start' : `last heard ${age(heardAt, time)} ago`;
  return [answers, heard, ...(roundTripMs === null ? [] : [`${roundTripMs} ms there and back`])].join(', ');
}

function queueText({ queue: { waiting, running, oldestSince }, activeJobs, time }: Info): string {
  const others = activeJobs - waiting - running;
  return [
    `${waiting} waiting${oldestSince === null ? '' : ` (the oldest for ${age(oldestSince, time)})`}`,
    `${running} running`,
    ...(others > 0 ? [`${others} with people who decide`] : []),
  ].join(', ');
}

function age(since: string, now: string): string {
  return spanText(Date.parse(now) - Date.parse(since));
}
