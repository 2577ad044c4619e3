import path from 'node:path';
import ts from 'typescript';
import { loadedBy, parsed } from './imports-of.ts';

/** A page of Studi0: its address, and the file of its component. */
export interface Page {
  readonly address: string;
  readonly file: string;
}

/** The pages of a file of routes, and of those that it loads. */
export function pagesOf(routes: string, prefix = ''): Page[] {
  const found: Page[] = [];
  const visit = (node: ts.Node): void => {
    const route = ts.isObjectLiteralExpression(node) ? routeOf(node) : undefined;
    if (route === undefined) return ts.forEachChild(node, visit);
    const address = `${prefix}/${route.path}`;
    const file = path.resolve(path.dirname(routes), route.loads);
    if (route.children) found.push(...pagesOf(file, address));
    else found.push({ address, file });
  };
  visit(parsed(routes));
  return found;
}

interface Route {
  readonly path: string;
  readonly loads: string;
  readonly children: boolean;
}

function routeOf(node: ts.ObjectLiteralExpression): Route | undefined {
  const members = new Map(
    node.properties
      .filter(ts.isPropertyAssignment)
      .map(({ name, initializer }) => [name.getText(), initializer] as const),
  );
  const address = members.get('path');
  const children = members.get('loadChildren');
  const loads = loadedIn(children ?? members.get('loadComponent'));
  if (address === undefined || !ts.isStringLiteral(address) || loads === undefined) return undefined;
  return { path: address.text, loads, children: children !== undefined };
}

/** The first module that is loaded within an expression. */
function loadedIn(node: ts.Node | undefined): string | undefined {
  return node && (loadedBy(node) ?? ts.forEachChild(node, loadedIn));
}
