import { describe, expect, it } from 'vitest';
import { seccompFilter } from './seccomp-filter.ts';

const ALLOWED = 'allowed';
const ARCHITECTURE = { x64: 0xc000003e, arm64: 0xc00000b7 };

/** The kernel's reading of a filter: classic BPF over `struct seccomp_data`, as far as our programs use it. */
function run(filter: Buffer, data: { number: number; architecture: number; argument?: number }): string {
  const memory = new Map([
    [0, data.number],
    [4, data.architecture],
    [16, data.argument ?? 0],
  ]);
  let accumulator = 0;
  for (let at = 0; at < filter.length; at += 8) {
    const code = filter.readUInt16LE(at);
    const value = filter.readUInt32LE(at + 4);
    const jump = (taken: boolean): number => filter.readUInt8(at + (taken ? 2 : 3)) * 8;
    if (code === 0x20) accumulator = memory.get(value) ?? 0;
    else if (code === 0x15) at += jump(accumulator === value);
    else if (code === 0x35) at += jump(accumulator >= value);
    else if (code === 0x45) at += jump((accumulator & value) !== 0);
    else if (code === 0x06) {
      if (value === 0x7fff0000) return ALLOWED;
      return value === 0x80000000 ? 'killed' : `errno ${value & 0xffff}`;
    } else throw new Error(`unknown instruction ${code}`);
  }
  throw new Error('the filter ends without an answer');
}

describe.each(['x64', 'arm64'] as const)('the filter on %s', (processor) => {
  const filter = seccompFilter(processor)!;
  const column = processor === 'x64' ? 0 : 1;
  const call = (numbers: readonly [number, number], argument = 0): string =>
    run(filter, { number: numbers[column], architecture: ARCHITECTURE[processor], argument });

  it('is whole instructions that the kernel takes', () => {
    expect(filter.length % 8).toBe(0);
    expect(filter.length / 8).toBeLessThan(4096);
  });

  it('lets a program read, write, make threads and map memory', () => {
    for (const numbers of [
      [0, 63],
      [1, 64],
      [9, 222],
      [202, 98],
      [59, 221],
    ] as const)
      expect(call(numbers)).toBe(ALLOWED);
    expect(call([56, 220], 0x3d0f00)).toBe(ALLOWED);
  });

  it('refuses calls that reach out of a sandbox', () => {
    for (const numbers of [
      [165, 40],
      [272, 97],
      [308, 268],
      [101, 117],
      [321, 280],
      [250, 219],
      [425, 425],
    ] as const) {
      expect(call(numbers)).toBe('errno 1');
    }
  });

  it('refuses a new user namespace by clone, and hides clone3', () => {
    expect(call([56, 220], 0x10000000 | 17)).toBe('errno 1');
    expect(call([435, 435])).toBe('errno 38');
  });

  it('lets Unix and Internet sockets be made and no others', () => {
    expect([1, 2, 10, 16, 17, 40].map((family) => call([41, 198], family))).toEqual([
      ALLOWED,
      ALLOWED,
      ALLOWED,
      'errno 1',
      'errno 1',
      'errno 1',
    ]);
  });

  it('ends a program of another architecture', () => {
    expect(run(filter, { number: 0, architecture: 0x40000003 })).toBe('killed');
  });
});

it('there is no filter for a processor whose numbers are not known', () => {
  expect(seccompFilter('riscv64')).toBeUndefined();
});
