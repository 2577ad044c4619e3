import ts from 'typescript';
import { parsed } from './imports-of.ts';

/** The methods of the classes of a file with every name that they use, methods that they call included. */
export function methodsOf(file: string): ReadonlyMap<string, ReadonlySet<string>> {
  const own = new Map<string, Set<string>>();
  const visit = (node: ts.Node): void => {
    if (ts.isMethodDeclaration(node)) own.set(node.name.getText(), namesIn(node));
    ts.forEachChild(node, visit);
  };
  visit(parsed(file));
  const whole = (name: string, seen: Set<string>): Set<string> => {
    if (seen.has(name)) return new Set();
    seen.add(name);
    const names = own.get(name) ?? new Set<string>();
    return new Set([...names, ...[...names].filter((one) => own.has(one)).flatMap((one) => [...whole(one, seen)])]);
  };
  return new Map([...own.keys()].map((name) => [name, whole(name, new Set())]));
}

function namesIn(node: ts.Node): Set<string> {
  const found = new Set<string>();
  const visit = (inner: ts.Node): void => {
    if (ts.isIdentifier(inner) || ts.isPrivateIdentifier(inner)) found.add(inner.text);
    ts.forEachChild(inner, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}
