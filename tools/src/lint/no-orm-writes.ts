import path from 'node:path';
import type { Rule } from 'eslint';

const WRITES = new Set(['save', 'insert', 'update', 'delete', 'upsert', 'remove', 'softDelete', 'transaction']);
const HOLDERS = /(repository|manager|entityManager|dataSource|queryRunner)$/i;

/** TypeORM's own writes share one query runner over all requests: a rolled-back one takes others' rows with it. */
export const noOrmWrites: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { write: "Write through UnitOfWork: TypeORM's '{{name}}' can lose other people's rows." },
  },
  create(context) {
    const file = path.relative(context.cwd, context.filename).replaceAll(path.sep, '/');
    const source = context.sourceCode.getText();
    if (!file.startsWith('apps/') || file.endsWith('.spec.ts') || !/from 'typeorm'|@InjectRepository/.test(source))
      return {};
    return {
      CallExpression(node) {
        const callee = node.callee;
        if (
          callee.type !== 'MemberExpression' ||
          callee.property.type !== 'Identifier' ||
          !WRITES.has(callee.property.name)
        )
          return;
        const holder = callee.object.type === 'MemberExpression' ? callee.object.property : callee.object;
        const name = holder.type === 'Identifier' || holder.type === 'PrivateIdentifier' ? holder.name : '';
        if (HOLDERS.test(name)) context.report({ node, messageId: 'write', data: { name: callee.property.name } });
      },
    };
  },
};
