const small = [1024, 4096, 16_384, 65_536];

/** The size class of a text, bytes: 1, 4, 16, 64 KiB, then powers of two. */
export function sizeClass(bytes: number): number {
  return small.find((size) => bytes <= size) ?? 2 ** Math.ceil(Math.log2(bytes));
}
