import { describe, expect, it } from 'vitest';
import { plainCommand, sandboxCommand, type SandboxedProgram } from './sandbox-command.ts';

const runtime = {
  interpreter: '/home/me/python/bin/python3.11',
  prefix: '/home/me/python',
  version: '3.11',
  packages: '/home/me/packages',
};
const program: SandboxedProgram = {
  command: ['python', '-m', 'a', 'run'],
  runtime,
  pluginFolder: '/home/me/plugin',
  readable: [['/home/me/run/in', '/job/in']],
  writable: [['/home/me/run/out', '/job/out']],
  limits: { memoryBytes: 2 ** 20, fileBytes: 2 ** 10, processes: 8 },
};
const tools = {
  bwrap: '/bin/bwrap',
  systemLinks: [['/lib', 'usr/lib']] as const,
  systemFolders: ['/usr'],
  spareUid: undefined,
  seccompDescriptor: 4,
};
const after = (command: string[], ...words: string[]): boolean => command.join(' ').includes(words.join(' '));

describe('the command of a sandbox', () => {
  const command = sandboxCommand(program, tools);

  it('gives own namespaces, no capability, and its end with its parent', () => {
    for (const flag of ['--unshare-net', '--unshare-pid', '--unshare-ipc', '--die-with-parent', '--new-session']) {
      expect(command).toContain(flag);
    }
    expect(after(command, '--cap-drop', 'ALL')).toBe(true);
    expect(after(command, '--seccomp', '4')).toBe(true);
  });

  it('shows the program no path of this machine but of the system', () => {
    const inside = command.slice(command.indexOf('--') + 1);
    expect(inside.join(' ')).not.toContain('/home/me');
    expect(inside.at(0)).toBe('/usr/bin/prlimit');
    expect(inside.slice(-5)).toEqual(['/runtime/python/bin/python3.11', '-S', '-m', 'a', 'run']);
  });

  it('lets it write to its output folder alone', () => {
    expect(command.filter((word) => word === '--bind')).toHaveLength(1);
    expect(after(command, '--bind', '/home/me/run/out', '/job/out')).toBe(true);
    expect(after(command, '--remount-ro', '/')).toBe(true);
  });

  it('makes a user namespace for a user, and drops to a spare user id for root', () => {
    expect(command).toContain('--unshare-user');
    const asRoot = sandboxCommand(program, { ...tools, spareUid: 61_184 });
    expect(asRoot).not.toContain('--unshare-user');
    expect(after(asRoot, 'setpriv', '--reuid', '61184', '--regid', '61184', '--clear-groups', '--no-new-privs')).toBe(
      true,
    );
  });

  it('uses an interpreter of the system where it lies', () => {
    const ofSystem = { ...runtime, interpreter: '/usr/bin/python3.11', prefix: '/usr' };
    const words = sandboxCommand({ ...program, runtime: ofSystem }, tools);
    expect(words).toContain('/usr/bin/python3.11');
    expect(words).not.toContain('/runtime/python');
  });
});

describe('the command without a sandbox', () => {
  it('still has limits, no new privileges, and an environment of its own', () => {
    const { command, environment } = plainCommand(program);
    expect(after(command, '--nproc=8')).toBe(true);
    expect(after(command, '--no-new-privs', '--pdeathsig', 'SIGKILL', '--', runtime.interpreter)).toBe(true);
    expect(Object.keys(environment).filter((name) => name.startsWith('DQ0'))).toEqual([]);
  });
});
