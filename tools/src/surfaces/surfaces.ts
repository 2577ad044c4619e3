import { globSync } from 'node:fs';
import path from 'node:path';
import * as protocol from '@dq0/protocol';
import { operations } from '@dq0/protocol';
import { pagesOf } from './pages-of.ts';
import { reached } from './reached.ts';

/** Where people and programs find one operation. */
export interface Surface {
  readonly operation: string;
  readonly rest: string;
  readonly commands: readonly string[];
  /** Addresses of Studi0, or that it is on every page. */
  readonly pages: readonly string[];
}

/** The commands that serve every operation at once, or show them working. */
const OF_ALL = /^(server start|studio|demo )/;

/** Every operation with its route, its commands and its pages, read off the sources. */
export function surfaces(checkout: string): Surface[] {
  const names = exportedNames();
  const commands = commandsOf(path.join(checkout, 'apps', 'cli', 'src', 'commands'));
  const pages = pagesWithOperations(path.join(checkout, 'apps', 'studio', 'src', 'app'));
  const having = (places: ReadonlyMap<string, ReadonlySet<string>>, name: string): string[] =>
    [...places].filter(([, taken]) => taken.has(name)).map(([place]) => place);
  return operations.map((operation) => {
    const name = names.get(operation.name) ?? '';
    return {
      operation: operation.name,
      rest: `${operation.http.method} ${operation.http.path}`,
      commands: having(commands, name),
      pages: having(pages, name),
    };
  });
}

function exportedNames(): ReadonlyMap<string, string> {
  const known = new Set<unknown>(operations);
  const exported = Object.entries(protocol).filter(([, value]) => known.has(value));
  return new Map(exported.map(([name, value]) => [(value as { name: string }).name, name]));
}

const isProtocol = (module: string): boolean => module === '@dq0/protocol';

function commandsOf(folder: string): ReadonlyMap<string, ReadonlySet<string>> {
  const files = globSync('**/*.ts', { cwd: folder }).sort();
  const gateway = path.join(folder, '..', 'gateway') + path.sep;
  const closed = (file: string): boolean => file.startsWith(gateway);
  const named = files.map((file) => [file.slice(0, -'.ts'.length).split(path.sep).join(' '), file] as const);
  return new Map(
    named
      .filter(([command]) => !OF_ALL.test(command))
      .map(([command, file]) => [command, reached(path.join(folder, file), { wanted: isProtocol, closed })]),
  );
}

function pagesWithOperations(folder: string): ReadonlyMap<string, ReadonlySet<string>> {
  const services = path.join(folder, 'data-access');
  const search = {
    wanted: (module: string): boolean => /(^|\/)operations\.ts$/.test(module),
    service: (file: string): boolean => path.dirname(file) === services,
  };
  const pages = pagesOf(path.join(folder, 'app.routes.ts'));
  const found = pages.map(({ address, file }) => [address, reached(file, search)] as const);
  const everywhere = [...reached(path.join(folder, 'ui', 'shell', 'shell.ts'), search)];
  const elsewhere = new Set(found.flatMap(([, names]) => [...names]));
  return new Map([...found, ['every page', new Set(everywhere.filter((name) => !elsewhere.has(name)))]]);
}
