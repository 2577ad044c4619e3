import path from 'node:path';
import type { Rule } from 'eslint';

const SILENT = /(^|\/)(utils?|helpers?|common|shared|misc)(\/|\.ts$)/;

/** No folder or file is called after nothing. */
export const tellingNames: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { name: "'{{file}}' says nothing about what it holds; name the thing." },
  },
  create(context) {
    const file = path.relative(context.cwd, context.filename).replaceAll(path.sep, '/');
    return {
      Program(node) {
        if (SILENT.test(file)) context.report({ node, messageId: 'name', data: { file } });
      },
    };
  },
};
