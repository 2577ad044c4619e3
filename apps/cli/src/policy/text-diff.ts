/** Lines of two texts side by side: ` ` in both, `-` only before, `+` only after; by their longest common part. */
export function textDiff(before: string | null, after: string | null): string[] {
  const old = linesOf(before);
  const now = linesOf(after);
  const common = commonLengths(old, now);
  const lines: string[] = [];
  let at = 0;
  let to = 0;
  while (at < old.length || to < now.length) {
    const left = old[at];
    const right = now[to];
    if (left !== undefined && left === right) {
      lines.push(`  ${left}`);
      at += 1;
      to += 1;
    } else if (
      left !== undefined &&
      (right === undefined || lengthAt(common, at + 1, to) >= lengthAt(common, at, to + 1))
    ) {
      lines.push(`- ${left}`);
      at += 1;
    } else {
      lines.push(`+ ${right ?? ''}`);
      to += 1;
    }
  }
  return lines;
}

function linesOf(text: string | null): string[] {
  return text === null ? [] : text.replace(/\n$/, '').split('\n');
}

/** For each pair of positions, how many lines the rests have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let at = old.length - 1; at >= 0; at--) {
    for (let to = now.length - 1; to >= 0; to--) {
      const row = lengths[at];
      if (row === undefined) continue;
      row[to] =
        old[at] === now[to]
          ? lengthAt(lengths, at + 1, to + 1) + 1
          : Math.max(lengthAt(lengths, at + 1, to), lengthAt(lengths, at, to + 1));
    }
  }
  return lengths;
}

function lengthAt(lengths: readonly (readonly number[])[], at: number, to: number): number {
  return lengths[at]?.[to] ?? 0;
}
