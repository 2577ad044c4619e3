import { CLOSER_CALLS, REFUSED_CALLS } from './seccomp-numbers.ts';

/** Classic BPF (linux/filter.h, linux/seccomp.h): opcodes, return values, places in `struct seccomp_data`. */
const LOAD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_GREATER_EQUAL = 0x35;
const JUMP_ANY_BIT = 0x45;
const RETURN = 0x06;
const KILL_PROCESS = 0x80000000;
const ALLOW = 0x7fff0000;
const ERRNO = 0x00050000;
const EPERM = 1;
const ENOSYS = 38;
const PLACE = { number: 0, architecture: 4, firstArgument: 16 };
/** CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const NEW_NAMESPACES = 0x80 | 0x20000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000;
const FAMILIES = { unix: 1, inet: 2, inet6: 10 };
const X32_BIT = 0x40000000;

const ARCHITECTURES = {
  x64: { column: 0, audit: 0xc000003e },
  arm64: { column: 1, audit: 0xc00000b7 },
} as const;

type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, value: number];

/**
 * A filter for bubblewrap's `--seccomp`, in the kernel's own format: calls that administer the machine, look into other
 * processes or make namespaces fail with EPERM; sockets are Unix or Internet ones (there is no network behind them);
 * clone3, whose flags a filter cannot see, does not exist, so libraries use clone. Undefined on other processors.
 */
export function seccompFilter(processor: string): Buffer | undefined {
  const found = Object.entries(ARCHITECTURES).find(([name]) => name === processor)?.[1];
  if (!found) return undefined;
  const { column, audit } = found;
  const refuse: Instruction = [RETURN, 0, 0, ERRNO | EPERM];
  const program: Instruction[] = [
    [LOAD, 0, 0, PLACE.architecture],
    [JUMP_EQUAL, 1, 0, audit],
    [RETURN, 0, 0, KILL_PROCESS],
    [LOAD, 0, 0, PLACE.number],
  ];
  if (processor === 'x64') program.push([JUMP_GREATER_EQUAL, 0, 1, X32_BIT], refuse);
  for (const numbers of Object.values(REFUSED_CALLS)) {
    const number = numbers[column];
    if (number !== null) program.push([JUMP_EQUAL, 0, 1, number], refuse);
  }
  program.push([JUMP_EQUAL, 0, 1, CLOSER_CALLS.clone3[column]], [RETURN, 0, 0, ERRNO | ENOSYS]);
  program.push(
    [JUMP_EQUAL, 0, 4, CLOSER_CALLS.clone[column]],
    [LOAD, 0, 0, PLACE.firstArgument],
    [JUMP_ANY_BIT, 0, 1, NEW_NAMESPACES],
    refuse,
    [RETURN, 0, 0, ALLOW],
  );
  program.push(
    [JUMP_EQUAL, 0, 5, CLOSER_CALLS.socket[column]],
    [LOAD, 0, 0, PLACE.firstArgument],
    [JUMP_EQUAL, 3, 0, FAMILIES.unix],
    [JUMP_EQUAL, 2, 0, FAMILIES.inet],
    [JUMP_EQUAL, 1, 0, FAMILIES.inet6],
    refuse,
    [RETURN, 0, 0, ALLOW],
  );
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, whenTrue, whenFalse, value], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(whenTrue, index * 8 + 2);
    bytes.writeUInt8(whenFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  });
  return bytes;
}
