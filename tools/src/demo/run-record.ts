import { type ProcessMark, isAlive } from './child-process.ts';
import type { StateFolder } from './state-folder.ts';

/** `run.json`: what runs in a state folder. */
export interface RunRecord {
  readonly supervisor: ProcessMark;
  readonly children: Readonly<Record<string, ProcessMark>>;
  readonly status: 'starting' | 'ready' | 'failed';
  readonly origin: string | null;
  readonly message: string | null;
}

export function readRun(state: StateFolder): RunRecord | undefined {
  const text = state.read('run.json');
  return text === undefined ? undefined : (JSON.parse(text) as RunRecord);
}

export const writeRun = (state: StateFolder, record: RunRecord): void => {
  state.write('run.json', `${JSON.stringify(record, null, 2)}\n`);
};

/** @returns the record only while its supervisor lives. */
export function liveRun(state: StateFolder): RunRecord | undefined {
  const record = readRun(state);
  return record && isAlive(record.supervisor) ? record : undefined;
}
