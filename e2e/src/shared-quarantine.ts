import type { TestProject } from 'vitest/node';
import { Quarantine } from './quarantine.ts';

/** One quarantine for the files that only ask; files that break things start their own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const quarantine = await Quarantine.start();
  project.provide('home', quarantine.home);
  return () => quarantine.stop();
}

declare module 'vitest' {
  export interface ProvidedContext {
    home: string;
  }
}
