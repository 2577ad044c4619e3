import type { ErrorDetail } from '@dq0/protocol';
import { printableText } from '@dq0/protocol/plain-words';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import { openCodeView, replaceText } from '../../../ui/editor/code-view.ts';
import type { OpenText } from '../../../ui/editor/lazy-editor.ts';
import { cedar } from './cedar-language.ts';

/** What the page may do with an open editor of a policy. */
export interface OpenCedar extends OpenText {
  problems(list: readonly ErrorDetail[]): void;
}

const PLACE = /^line (\d+), column (\d+)$/;

export function openCedar(place: ShadowRoot, text: string, changed: (text: string) => void): OpenCedar {
  const view = openCodeView({ place, text, changed, label: 'Policy text', help: 'cedar-help', extensions: [cedar] });
  return {
    text: (next) => replaceText(view, next),
    problems: (list) => view.dispatch(setDiagnostics(view.state, marksOf(view.state.doc, list))),
    close: () => view.destroy(),
  };
}

/** Problems that name a place, from there to the end of the word. */
function marksOf(text: Text, list: readonly ErrorDetail[]): Diagnostic[] {
  return list.flatMap(({ path, message }): Diagnostic[] => {
    const [, line, column] = PLACE.exec(path) ?? [];
    if (line === undefined || Number(line) > text.lines) return [];
    const { from: start, to: end, text: said } = text.line(Number(line));
    const from = Math.min(start + Number(column) - 1, end);
    const word = /^\w+|^\S/.exec(said.slice(from - start))?.[0].length ?? 0;
    return [{ from, to: from + word, severity: 'error', message: printableText(message) }];
  });
}
