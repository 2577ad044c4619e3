import { importsOf } from './imports-of.ts';
import { methodsOf } from './methods-of.ts';

export interface Search {
  /** Modules whose names are looked for. */
  readonly wanted: (module: string) => boolean;
  /** Files of services: of these only what a method that is called takes. */
  readonly service?: (file: string) => boolean;
  /** Files that are not looked into: they serve every operation, whoever starts them. */
  readonly closed?: (file: string) => boolean;
}

/** The names that a file, and all that it leads to, takes from the modules that are searched for. */
export function reached(file: string, search: Search): ReadonlySet<string> {
  const { wanted, service = () => false, closed = () => false } = search;
  const found = new Set<string>();
  const seen = new Set<string>();
  const services = new Set<string>();
  const called = new Set<string>();
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const { names, files, calls } = importsOf(next);
    for (const [module, some] of names) if (wanted(module)) for (const name of some) found.add(name);
    for (const call of calls) called.add(call);
    for (const one of files) {
      if (service(one)) services.add(one);
      else if (!closed(one)) waiting.push(one);
    }
  }
  for (const one of services) for (const name of taken(one, called, search)) found.add(name);
  return found;
}

/** What the called methods of a service take, and those that they call of other services. */
function* taken(file: string, calls: ReadonlySet<string>, search: Search): Iterable<string> {
  const { wanted, service = () => false } = search;
  const { names, files } = importsOf(file);
  const own = new Set(names.flatMap(([module, some]) => (wanted(module) ? some : [])));
  const methods = methodsOf(file);
  const used = new Set([...calls].flatMap((call) => [...(methods.get(call) ?? [])]));
  for (const name of used) if (own.has(name)) yield name;
  for (const other of files.filter(service)) yield* taken(other, used, search);
}
