import { findPackageJSON } from 'node:module';
import path from 'node:path';

const manifest = findPackageJSON(import.meta.url);
if (manifest === undefined) {
  throw new Error('This program stands outside its package. Build it again where it belongs.');
}

/** Folder of this package, wherever in it the running code stands: the sources in tests, built files otherwise. */
export const packageFolder = path.dirname(manifest);
