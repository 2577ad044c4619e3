import { definitionOf, tableOf } from './definition-of.ts';
import { SOURCES, type Draft } from './draft.ts';

/** The definition as a file for people and for `dq0 data add`: the source of each bound stands beside it as a comment. */
export async function definitionFile(draft: Draft): Promise<string> {
  const { Document, isNode } = await import('yaml');
  const written = new Document(definitionOf(draft));
  for (const { name, source } of draft.columns) {
    const node: unknown = written.getIn(['tables', tableOf(draft), 'columns', name], true);
    if (source !== '' && isNode(node)) node.commentBefore = ` from ${SOURCES[source]}`;
  }
  return written.toString();
}
