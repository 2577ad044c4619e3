export interface TextLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** Two texts as one: what both begin and end with once, and between that what went and what came. */
export function changedLines(before: string | null, after: string | null): readonly TextLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const marked = (mark: TextLine['mark'], lines: readonly string[]): TextLine[] =>
    lines.map((text) => ({ mark, text }));
  return [
    ...marked(' ', now.slice(0, head)),
    ...marked('-', old.slice(head, old.length - tail)),
    ...marked('+', now.slice(head, now.length - tail)),
    ...marked(' ', now.slice(now.length - tail)),
  ];
}

function linesOf(text: string | null): string[] {
  return text === null ? [] : text.replace(/\n$/, '').split('\n');
}
