import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** What one source file takes from others and calls: values alone, types do nothing. */
export interface Imports {
  /** Modules with the names taken from them. */
  readonly names: readonly (readonly [module: string, names: readonly string[]])[];
  /** Files of the same application, also those that are loaded when needed. */
  readonly files: readonly string[];
  /** Names of all methods that it calls. */
  readonly calls: ReadonlySet<string>;
}

const read = new Map<string, Imports>();

export function importsOf(file: string): Imports {
  const known = read.get(file);
  if (known !== undefined) return known;
  const names: (readonly [string, readonly string[]])[] = [];
  const files: string[] = [];
  const calls = new Set<string>();
  const follow = (module: string): void => {
    if (module.startsWith('.') && module.endsWith('.ts')) files.push(path.resolve(path.dirname(file), module));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && !isOfTypes(node.importClause)) {
      names.push([node.moduleSpecifier.text, valuesOf(node.importClause)]);
      follow(node.moduleSpecifier.text);
    }
    const loaded = loadedBy(node);
    if (loaded !== undefined) follow(loaded);
    const called = calledBy(node);
    if (called !== undefined) calls.add(called);
    ts.forEachChild(node, visit);
  };
  visit(parsed(file));
  const found = { names, files, calls };
  read.set(file, found);
  return found;
}

export function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** The module of an `import()`. */
export function loadedBy(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined;
  const [module] = node.arguments;
  return module !== undefined && ts.isStringLiteral(module) ? module.text : undefined;
}

/** The method of a call. */
export function calledBy(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  return node.expression.name.text;
}

const isOfTypes = (clause: ts.ImportClause | undefined): boolean => clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;

function valuesOf(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
  return bindings.elements
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(({ propertyName, name }) => (propertyName ?? name).text);
}
