import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = EditorView.theme({
  // A long text scrolls inside, so that what stands beside and below it stays in reach.
  '&': {
    height: '100%',
    maxHeight: '60vh',
    fontSize: '0.84375rem',
    color: 'var(--ink)',
    backgroundColor: 'var(--surface)',
  },
  '&.cm-focused': { outline: '0' },
  '.cm-scroller': { overflow: 'auto', fontFamily: 'var(--mono)', lineHeight: '23px', fontVariantLigatures: 'none' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink-3)',
    border: '0',
    minWidth: '42px',
    fontSize: '0.75rem',
  },
  '.cm-gutters .cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--answer-soft) 32%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-specialChar': { color: 'var(--stop)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--answer-soft) !important' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    backgroundColor: 'var(--stop-soft)',
    textDecoration: 'underline wavy var(--stop) 1.3px',
    textUnderlineOffset: '4px',
    borderRadius: '3px',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--r-m)',
    boxShadow: 'var(--e3)',
    color: 'var(--ink)',
    fontFamily: 'var(--font)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '0.78125rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--answer-soft)',
    color: 'var(--on-answer-soft)',
  },
  '.cm-completionDetail': { color: 'inherit', fontFamily: 'var(--font)', fontStyle: 'normal' },
  '.cm-diagnostic': { borderLeftColor: 'var(--stop)', padding: '8px 12px' },
  // Room around it is padding: the editor measures blocks without their margins.
  '.below': { padding: '4px 14px 6px 6px' },
  '.refuse': {
    border: '1px solid var(--stop-line)',
    borderLeft: '3px solid var(--stop)',
    backgroundColor: 'var(--surface)',
    borderRadius: 'var(--r-m)',
    boxShadow: 'var(--e2)',
    font: '400 0.8125rem/1.5 var(--font)',
    padding: '11px 13px',
    whiteSpace: 'normal',
  },
  '.refuse .fix': {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: '8px',
    marginTop: '9px',
    padding: '7px 8px 7px 10px',
    backgroundColor: 'var(--good-soft)',
    borderRadius: 'var(--r-s)',
    fontFamily: 'var(--mono)',
  },
  '.refuse del': { color: 'var(--stop)' },
  '.refuse ins': { color: 'var(--good)', textDecoration: 'none', fontWeight: '600' },
  '.refuse button': {
    marginLeft: 'auto',
    minHeight: '28px',
    border: '0',
    borderRadius: 'var(--r-m)',
    padding: '0 10px',
    font: '600 0.78125rem var(--font)',
    backgroundColor: 'var(--answer)',
    color: 'var(--on-answer)',
    cursor: 'pointer',
  },
  '.refuse .code': { color: 'var(--ink-3)', fontSize: '0.78125rem', marginTop: '6px' },
});

const words = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--sql-keyword)', fontWeight: '600' },
  { tag: [tags.standard(tags.name), tags.function(tags.name), tags.typeName], color: 'var(--sql-function)' },
  { tag: tags.string, color: 'var(--sql-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--sql-number)' },
  { tag: tags.comment, color: 'var(--ink-3)', fontStyle: 'italic' },
]);

export const editorTheme: Extension = [colours, syntaxHighlighting(words)];
