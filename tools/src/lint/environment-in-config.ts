import path from 'node:path';
import type { Rule } from 'eslint';

/** `process.env` is read once, validated, in a config/ folder. */
export const environmentInConfig: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { env: 'Read the environment in config/ only, where it is validated once at start.' },
  },
  create(context) {
    const file = path.relative(context.cwd, context.filename).replaceAll(path.sep, '/');
    if (/\/config\/|\.spec\.ts$|^e2e\/|^tools\/bootstrap\/|\/bin\//.test(file)) return {};
    return {
      MemberExpression(node) {
        const isProcess = node.object.type === 'Identifier' && node.object.name === 'process';
        const isEnv =
          node.property.type === 'Identifier'
            ? node.property.name === 'env'
            : node.property.type === 'Literal' && node.property.value === 'env';
        if (isProcess && isEnv) context.report({ node, messageId: 'env' });
      },
    };
  },
};
