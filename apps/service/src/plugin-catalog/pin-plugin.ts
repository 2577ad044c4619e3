import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { digestPlugin, readPluginFiles, type PluginFile } from './plugin-files.ts';

/**
 * A copy of the digested bytes, named by their digest: what is run is what was checked, whatever happens to the
 * author's folder afterwards. A copy that no longer has its digest is made again.
 */
export async function pinPlugin(files: readonly PluginFile[], digest: string, store: string): Promise<string> {
  const place = path.join(store, digest.replace(':', '-'));
  if (existsSync(place)) {
    if ((await digestPlugin(readPluginFiles(place)).catch(() => '')) === digest) return place;
    rmSync(place, { recursive: true });
  }
  mkdirSync(store, { recursive: true, mode: 0o700 });
  const part = mkdtempSync(path.join(store, '.copy-'));
  const folder = path.join(part, 'plugin');
  mkdirSync(folder, { mode: 0o755 });
  for (const { path: name, executable, bytes } of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true, mode: 0o755 });
    writeFileSync(path.join(folder, name), bytes, { mode: executable ? 0o755 : 0o644 });
  }
  renameSync(folder, place);
  rmSync(part, { recursive: true });
  return place;
}
