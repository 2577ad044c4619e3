/** Sealed plaintexts have one of these sizes: 1, 4, 16, 64 KiB, then powers of two. */
const SMALL_CLASSES = [1024, 4096, 16_384, 65_536];

/** The size class of a text of this many bytes, bytes. */
export function paddedSize(bytes: number): number {
  const small = SMALL_CLASSES.find((size) => bytes <= size);
  return small ?? 2 ** Math.ceil(Math.log2(bytes));
}

/** Whether a number of bytes is itself a size class. */
export function isPaddedSize(bytes: number): boolean {
  return bytes > 0 && paddedSize(bytes) === bytes;
}
