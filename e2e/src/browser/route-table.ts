import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkout } from '../quarantine.ts';

const APP = path.join(checkout, 'apps', 'studio', 'src', 'app');

/** Every page of Studi0, as its own route table names it: `/own/datasets/:name`. */
export function pagesOf(file = path.join(APP, 'app.routes.ts'), under = ''): readonly string[] {
  const [, ...entries] = readFileSync(file, 'utf8').split(/\bpath: '/);
  return entries.flatMap((entry) => {
    const at = entry.indexOf("'");
    const page = `${under}/${entry.slice(0, at)}`;
    const children = /loadChildren:.*import\('([^']+)'\)/.exec(entry)?.[1];
    if (children !== undefined) return pagesOf(path.join(path.dirname(file), children), page);
    return entry.includes('loadComponent:') ? [page] : [];
  });
}
