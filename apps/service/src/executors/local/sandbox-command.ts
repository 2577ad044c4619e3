import type { Runtime } from '../../runtimes/index.ts';

/** What a sandboxed program is to be. Paths in `binds` are [outside, inside]. */
export interface SandboxedProgram {
  /** The manifest's command; a first word `python` means the runtime's interpreter. */
  readonly command: readonly string[];
  readonly runtime: Runtime | undefined;
  readonly pluginFolder: string;
  readonly readable: readonly (readonly [string, string])[];
  readonly writable: readonly (readonly [string, string])[];
  readonly limits: ProgramLimits;
}

/** Limits that the kernel keeps, per process but for `processes`. Bytes. */
export interface ProgramLimits {
  readonly memoryBytes: number;
  readonly fileBytes: number;
  readonly processes: number;
}

/** How this machine makes sandboxes. */
export interface SandboxTools {
  readonly bwrap: string;
  /** Links (`[name, target]`) and folders of the root that programs of the system need. */
  readonly systemLinks: readonly (readonly [string, string])[];
  readonly systemFolders: readonly string[];
  /** A running service that is root drops to this user id inside; another makes a user namespace. */
  readonly spareUid: number | undefined;
  /** Descriptor on which the child finds the seccomp filter; undefined when there is none for this processor. */
  readonly seccompDescriptor: number | undefined;
}

const PYTHON = '/runtime/python';
const PACKAGES = '/runtime/packages';
const PLUGIN = '/plugin';
/**
 * Memory that a process may have mapped beyond what it may use: allocators reserve without touching. What is really
 * used is watched by the supervisor.
 */
const reservedBytes = 4 * 2 ** 30;
const tmpBytes = 256 * 2 ** 20;
const openFiles = 512;

/** The environment inside: nothing of the service's own. */
export function sandboxEnvironment(
  runtime: Runtime | undefined,
  places: { python: string; packages: string; plugin: string },
): Record<string, string> {
  const environment = { PATH: '/usr/bin:/bin', HOME: '/tmp', TMPDIR: '/tmp', LANG: 'C.UTF-8', TZ: 'UTC' };
  if (!runtime) return environment;
  return {
    ...environment,
    PYTHONPATH: `${places.plugin}/src:${places.plugin}:${places.packages}`,
    PYTHONNOUSERSITE: '1',
    PYTHONSAFEPATH: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    LD_LIBRARY_PATH: `${places.python}/lib`,
  };
}

/** The whole command line of a sandbox: namespaces, mounts at neutral paths, limits, user id, and the program. */
export function sandboxCommand(program: SandboxedProgram, tools: SandboxTools): string[] {
  const { runtime } = program;
  const ofSystem = runtime !== undefined && isBelow(runtime.prefix, '/usr');
  const python = ofSystem ? runtime.prefix : PYTHON;
  const environment = sandboxEnvironment(runtime, { python, packages: PACKAGES, plugin: PLUGIN });
  const bind = (flag: string, pairs: readonly (readonly [string, string])[]): string[] =>
    pairs.flatMap(([outside, inside]) => [flag, outside, inside]);
  const folder = (place: string): string[] => ['--perms', '0755', '--dir', place];
  return [
    tools.bwrap,
    ...['--unshare-net', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--die-with-parent', '--new-session', '--hostname', 'job', '--cap-drop', 'ALL'],
    ...(tools.spareUid === undefined
      ? ['--unshare-user', '--uid', '65534', '--gid', '65534']
      : ['CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP'].flatMap((capability) => ['--cap-add', capability])),
    ...bind(
      '--ro-bind',
      tools.systemFolders.map((place) => [place, place] as const),
    ),
    ...tools.systemLinks.flatMap(([name, target]) => ['--symlink', target, name]),
    ...folder('/runtime'),
    ...(runtime && !ofSystem ? ['--ro-bind', runtime.prefix, PYTHON] : []),
    ...(runtime ? ['--ro-bind', runtime.packages, PACKAGES] : []),
    ...['--ro-bind', program.pluginFolder, PLUGIN],
    ...folder('/job'),
    ...bind('--ro-bind', program.readable),
    ...bind('--bind', program.writable),
    ...['--proc', '/proc', '--dev', '/dev', '--perms', '1777', '--size', String(tmpBytes), '--tmpfs', '/tmp'],
    ...['--remount-ro', '/', '--chdir', '/tmp', '--clearenv'],
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...(tools.seccompDescriptor === undefined ? [] : ['--seccomp', String(tools.seccompDescriptor)]),
    '--',
    ...limited(program.limits),
    ...lowered(tools.spareUid),
    ...interpreted(program, ofSystem || !runtime ? runtime?.interpreter : inPrefix(runtime)),
  ];
}

/** The same program without a sandbox: limits, no new privileges, and an environment without anything of the service's. */
export function plainCommand(program: SandboxedProgram): { command: string[]; environment: Record<string, string> } {
  const { runtime } = program;
  const places = {
    python: runtime?.prefix ?? '',
    packages: runtime?.packages ?? '',
    plugin: program.pluginFolder,
  };
  return {
    command: [
      ...limited(program.limits),
      ...['/usr/bin/setpriv', '--no-new-privs', '--pdeathsig', 'SIGKILL', '--'],
      ...interpreted(program, runtime?.interpreter),
    ],
    environment: sandboxEnvironment(runtime, places),
  };
}

function limited({ memoryBytes, fileBytes, processes }: ProgramLimits): string[] {
  return [
    '/usr/bin/prlimit',
    `--data=${memoryBytes + reservedBytes}`,
    `--fsize=${fileBytes}`,
    `--nproc=${processes}`,
    `--nofile=${openFiles}`,
    '--core=0',
    '--',
  ];
}

function lowered(spareUid: number | undefined): string[] {
  if (spareUid === undefined) return [];
  const id = String(spareUid);
  return [
    ...['/usr/bin/setpriv', '--reuid', id, '--regid', id, '--clear-groups', '--no-new-privs'],
    ...['--bounding-set=-all', '--inh-caps=-all', '--'],
  ];
}

function interpreted({ command }: SandboxedProgram, interpreter: string | undefined): string[] {
  const [first, ...rest] = command;
  return first === 'python' && interpreter !== undefined ? [interpreter, '-S', ...rest] : [...command];
}

function inPrefix({ interpreter, prefix }: Runtime): string {
  return `${PYTHON}${interpreter.slice(prefix.length)}`;
}

function isBelow(place: string, folder: string): boolean {
  return place === folder || place.startsWith(`${folder}/`);
}
