import path from 'node:path';
import type { Rule } from 'eslint';
import { zones } from './zones.ts';

/** Enforces the table of zones on every import, re-export and dynamic import. */
export const dependencyRules: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { forbidden: "'{{source}}' is not allowed here ({{zone}}): {{why}}." },
  },
  create(context) {
    const file = path.relative(context.cwd, context.filename).replaceAll(path.sep, '/');
    const concerned = zones.filter((zone) => zone.files.test(file) && !zone.except?.test(file));
    if (concerned.length === 0) return {};
    const check = (node: Rule.Node, source: unknown): void => {
      if (typeof source !== 'string') return;
      for (const zone of concerned) {
        if (!zone.forbidden.test(source) || zone.allowed?.test(source)) continue;
        context.report({ node, messageId: 'forbidden', data: { source, zone: zone.name, why: zone.why } });
      }
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.type === 'Literal' ? node.source.value : undefined),
    };
  },
};
