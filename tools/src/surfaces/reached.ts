import { importsOf } from './imports-of.ts';
import { methodsOf } from './methods-of.ts';

export interface Search {
  /** Modules whose names are looked for. */
  readonly wanted: (module: string) => boolean;
  /** Files of services: of these only what a method that is called takes. */
  readonly service?: (file: string) => boolean;
}

/** The names that a file, and all that it leads to, takes from the modules that are searched for. */
export function reached(file: string, { wanted, service = () => false }: Search): ReadonlySet<string> {
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
      else waiting.push(one);
    }
  }
  for (const one of services) for (const name of taken(one, called, wanted)) found.add(name);
  return found;
}

/** What the called methods of a service take. */
function* taken(service: string, calls: ReadonlySet<string>, wanted: (module: string) => boolean): Iterable<string> {
  const names = new Set(importsOf(service).names.flatMap(([module, some]) => (wanted(module) ? some : [])));
  const methods = methodsOf(service);
  for (const call of calls) for (const name of methods.get(call) ?? []) if (names.has(name)) yield name;
}
