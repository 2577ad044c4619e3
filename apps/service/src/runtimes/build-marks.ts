import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Where the environment of a folder is put together, to be completed by `mkdtemp`: it names its builder. */
export function partOf(place: string): string {
  return path.join(path.dirname(place), `.building-${path.basename(place)}-${process.pid}-`);
}

/** The mark that the last builder of an environment leaves when it fails. */
export function failureOf(place: string): string {
  return path.join(path.dirname(place), `.failed-${path.basename(place)}`);
}

/** What became of an environment that is not there: a builder that was killed leaves a part and does not live. */
export function buildState(place: string): 'preparing' | 'failed' | 'missing' {
  const folder = path.dirname(place);
  const prefix = `.building-${path.basename(place)}-`;
  const builders = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length).split('-', 1)[0]));
  if (builders.some(lives)) return 'preparing';
  return existsSync(failureOf(place)) ? 'failed' : 'missing';
}

function lives(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}
