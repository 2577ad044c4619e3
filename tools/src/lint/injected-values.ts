import type { Rule } from 'eslint';

interface Decorated {
  readonly decorators?: readonly unknown[];
}
interface Named {
  readonly typeAnnotation?: { readonly typeAnnotation?: { readonly typeName?: { readonly name?: string } } };
}

/** A class imported with `import type` leaves no value behind, and Nest would inject undefined. */
export const injectedValues: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { type: "'{{name}}' is injected, so it must be imported as a value, not with `import type`." },
  },
  create(context) {
    const types = new Set<string>();
    return {
      ImportDeclaration(node) {
        const all = (node as { importKind?: string }).importKind === 'type';
        for (const part of node.specifiers) {
          if (all || (part as { importKind?: string }).importKind === 'type') types.add(part.local.name);
        }
      },
      MethodDefinition(node) {
        if (node.kind !== 'constructor') return;
        const owner = node.parent.parent as unknown as Decorated;
        if (!owner.decorators?.length) return;
        for (const given of node.value.params) {
          const parameter = given as unknown as { parameter?: Named & Decorated } & Named & Decorated;
          const named = parameter.parameter ?? parameter;
          const name = named.typeAnnotation?.typeAnnotation?.typeName?.name;
          const byToken = Boolean(parameter.decorators?.length);
          if (name && types.has(name) && !byToken) context.report({ node: given, messageId: 'type', data: { name } });
        }
      },
    };
  },
};
