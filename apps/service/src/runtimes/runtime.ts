import { existsSync, readFileSync } from 'node:fs';
import { arch } from 'node:os';
import path from 'node:path';
import { sha256Hex } from '@dq0/encryption';
import { z } from 'zod';

/** Raised when what lies in a runtime's folder changes its shape; folders of another layout are left alone. */
const layout = 1;

/** What the builder writes beside the packages, last: a folder that has it is whole. */
export const RuntimeRecord = z.object({
  /** The interpreter itself, no launcher and no link. */
  interpreter: z.string(),
  /** The folder the interpreter's standard library lies in: `sys.base_prefix`. */
  prefix: z.string(),
  version: z.string(),
});

/** A Python environment of one lock file: interpreter and packages, never written to again. */
export interface Runtime extends z.infer<typeof RuntimeRecord> {
  readonly packages: string;
}

export interface RuntimeName {
  /** Version as the manifest asks for it, `3.11`. */
  readonly python: string;
  /** The lock file's text. */
  readonly lock: string;
}

export async function runtimeFolder(runtimes: string, { python, lock }: RuntimeName): Promise<string> {
  const digest = await sha256Hex(JSON.stringify({ layout, python, arch: arch(), lock }));
  return path.join(runtimes, digest);
}

/** The environment when it has been built and its interpreter is still there. */
export async function findRuntime(runtimes: string, name: RuntimeName): Promise<Runtime | undefined> {
  const folder = await runtimeFolder(runtimes, name);
  const file = path.join(folder, 'runtime.json');
  if (!existsSync(file)) return undefined;
  const record = RuntimeRecord.parse(JSON.parse(readFileSync(file, 'utf8')));
  return existsSync(record.interpreter) ? { ...record, packages: path.join(folder, 'packages') } : undefined;
}
