import type { Isolation } from '@dq0/protocol';

/** What a program was found to be kept in by: its own kernel's words, beside the service's own. */
export interface Observed {
  /** `net`, `pid`, `mnt` and so on: the namespaces it is in. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** Lines of `/proc/self/status`, by name. */
  readonly status: Readonly<Record<string, string>>;
  /** Lines of `/proc/self/limits`: the hard limit, by name. */
  readonly limits: Readonly<Record<string, string>>;
  readonly controlGroup: string;
}

export const NAMESPACES = ['mnt', 'net', 'pid', 'user'] as const;
const LIMITS = ['Max data size', 'Max file size', 'Max processes', 'Max open files'];
const SPLIT = '--';

const print = (file: string): string => `while read -r line; do printf '%s\\n' "$line"; done </proc/self/${file}`;

/** Tells a shell what to print about itself for `readObserved`; it starts no process, which limits may refuse. */
export const OBSERVE = [
  print('status'),
  `echo ${SPLIT}`,
  print('limits'),
  `echo ${SPLIT}`,
  `exec readlink ${NAMESPACES.map((name) => `/proc/self/ns/${name}`).join(' ')}`,
].join('; ');

/** @param text the control group, `--`, and what `OBSERVE` printed, each on lines of its own */
export function readObserved(text: string): Observed {
  const [controlGroup = '', status = '', limits = '', namespaces = ''] = text.split(`\n${SPLIT}\n`);
  const links = namespaces.trim().split('\n');
  return {
    controlGroup: controlGroup.trim(),
    status: recordOf(status, /^([A-Za-z_]+):\s*(.*)$/),
    limits: recordOf(limits, /^(Max [a-z ]+?) {2,}\S+ +(\S+)/),
    namespaces: Object.fromEntries(NAMESPACES.map((name, at) => [name, links[at] ?? ''])),
  };
}

/** A name and a value of each line that a pattern finds them in. */
function recordOf(lines: string, pattern: RegExp): Record<string, string> {
  const record: Record<string, string> = {};
  for (const line of lines.split('\n')) {
    const [, name, value] = pattern.exec(line) ?? [];
    if (name !== undefined && value !== undefined) record[name] = value.trim();
  }
  return record;
}

/** Every side of the isolation in plain words: what is in force, and what is not. */
export function isolationOf(job: Observed, service: Observed): Isolation[] {
  const own = (name: string): boolean =>
    (job.namespaces[name] ?? '') !== '' && job.namespaces[name] !== service.namespaces[name];
  const [user, users] = [job, service].map(({ status }) => status['Uid']?.split('\t')[1] ?? '');
  const noRights = /^0+$/.test(job.status['CapEff'] ?? '') && job.status['NoNewPrivs'] === '1';
  const limited = LIMITS.every((name) => /^\d+$/.test(job.limits[name] ?? ''));
  const side = (about: Isolation['about'], inForce: boolean, yes: string, no: string): Isolation => {
    return { about, inForce, text: inForce ? yes : no };
  };
  return [
    side(
      'files',
      own('mnt'),
      'Files of its own: programs of the system, its code and its inputs, all read-only; it writes its outputs and scratch space.',
      'It sees the files of this machine.',
    ),
    side('network', own('net'), 'A network of its own, with nothing on it.', 'It shares the network of this machine.'),
    side('processes', own('pid'), 'It sees its own processes only.', 'It sees the processes of this machine.'),
    side(
      'user',
      user !== '' && (own('user') || user !== users),
      `It runs as user ${user}${own('user') ? ', in a user namespace of its own' : ', who is not the user of the service'}.`,
      'It runs as the user of the service.',
    ),
    side(
      'rights',
      noRights,
      'It holds no rights of an administrator and can gain none.',
      'It may hold or gain rights.',
    ),
    side(
      'calls',
      job.status['Seccomp'] === '2',
      'A filter refuses calls that administer the machine, look into processes or make namespaces.',
      'No filter stands between it and the kernel.',
    ),
    side(
      'limits',
      limited,
      'The kernel limits its memory, files and processes; its supervisor ends it when it takes too much or too long.',
      'The kernel does not limit it; its supervisor ends it when it takes too much or too long.',
    ),
    side(
      'control-group',
      job.controlGroup !== '' && job.controlGroup !== service.controlGroup,
      'A control group of its own.',
      'No control group: its supervisor watches memory, disk and processes instead.',
    ),
  ];
}
