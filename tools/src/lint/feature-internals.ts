import path from 'node:path';
import type { Rule } from 'eslint';

const INTERNAL = /\.(repository|entity|handler)\.ts$/;

/** A feature folder of an app may use what another feature offers, not its repositories, entities or handlers. */
export const featureInternals: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { internal: "'{{source}}' is an internal of the feature '{{feature}}'; use what its module offers." },
  },
  create(context) {
    const own = featureOf(path.relative(context.cwd, context.filename));
    if (!own || own.feature === 'database' || /\.(spec|module)\.ts$/.test(context.filename)) return {};
    return {
      ImportDeclaration(node) {
        const source = String(node.source.value);
        if (!source.startsWith('.') || !INTERNAL.test(source)) return;
        const target = path.relative(context.cwd, path.resolve(path.dirname(context.filename), source));
        const other = featureOf(target);
        if (!other || (other.app === own.app && other.feature === own.feature)) return;
        context.report({ node, messageId: 'internal', data: { source, feature: other.feature } });
      },
    };
  },
};

function featureOf(file: string): { app: string; feature: string } | undefined {
  const [apps, app, src, feature, rest] = file.split(path.sep);
  return apps === 'apps' && src === 'src' && app && feature && rest ? { app, feature } : undefined;
}
