import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { end, lastLines } from './child-process.ts';
import { CommandLine } from './command-line.ts';
import type { DemoConfig } from './config/demo-config.ts';
import { Answer, askFirstQuestions, printAnswer } from './first-answers.ts';
import { type RunRecord, liveRun, readRun } from './run-record.ts';
import { SampleAccounts } from './sample-accounts.ts';
import { StateFolder } from './state-folder.ts';
import { prepareStudio } from './studio-packages.ts';
import { startStudio } from './studio-server.ts';

interface StartOptions {
  readonly once: boolean;
  readonly detach: boolean;
  readonly json: boolean;
  /** Everything but Studi0: its packages, its build and its server. */
  readonly 'no-studio': boolean;
}

const say = (text: string): boolean => process.stderr.write(`${text}\n`);

/** `npm start`: brings the quarantine up, sets up the sample on the first time, asks, prints, stays. */
export async function runStart(config: DemoConfig, words: string[]): Promise<number> {
  const options = readOptions(words);
  if (!options) return 2;
  const begin = Date.now();
  const kept = new StateFolder(config.home, config.cache);
  const state = options.once ? StateFolder.throwAway(kept) : kept;
  const running = options.once ? undefined : await startedElsewhere(state);
  if (running) return attach(config, state, running, options);
  const supervisor = superviseIn(config, state, options.detach);
  let leaveRunning = false;
  try {
    const record = await ready(state, supervisor);
    const answers = await firstAnswers(config, state);
    report(config, answers, options, begin);
    if (options.once) return 0;
    if (!options['no-studio']) await sayStudio(config, state);
    sayWhere(config, record);
    if (options.detach) {
      supervisor.unref();
      leaveRunning = true;
      return 0;
    }
    await interrupted(supervisor);
    return 0;
  } catch (error) {
    sayFailure('START_FAILED', error, 'Read the named log; then start again.', options.json);
    return 1;
  } finally {
    if (!leaveRunning) await stop(state, supervisor);
    if (options.once) state.remove();
  }
}

function readOptions(words: string[]): StartOptions | undefined {
  try {
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({ args: words, options: { once: flag, detach: flag, json: flag, 'no-studio': flag } }).values;
  } catch (error) {
    sayFailure(
      'USAGE',
      error,
      'Use: npm start -- [--once] [--detach] [--json] [--no-studio]',
      words.includes('--json'),
    );
    return undefined;
  }
}

/** On stderr for people; with --json the frozen form of a failure is the last line of stdout. */
function sayFailure(code: string, error: unknown, remedy: string, json: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  say(`\n${message}\n${remedy}`);
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message, remedy, auditId: null } })}\n`);
}

function superviseIn(config: DemoConfig, state: StateFolder, detach: boolean): ChildProcess {
  say('  quarantine: Redis, service, proxy, platform');
  const log = openSync(path.join(state.folder('logs'), 'supervisor.log'), 'a', 0o600);
  const main = path.join(config.checkout, 'tools', 'dist', 'demo', 'main.js');
  const words = [main, 'supervise', state.home, state.cache, ...(detach ? [] : ['--while-stdin'])];
  const child = spawn(process.execPath, words, {
    cwd: config.checkout,
    detached: true,
    stdio: [detach ? 'ignore' : 'pipe', log, log],
  });
  closeSync(log);
  return child;
}

/** What runs in this state already; one that is still starting is waited for. */
async function startedElsewhere(state: StateFolder): Promise<RunRecord | undefined> {
  for (;;) {
    const record = liveRun(state);
    if (record?.status !== 'starting') return record?.status === 'ready' ? record : undefined;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits until the supervisor says that everything is up. */
async function ready(state: StateFolder, supervisor: ChildProcess): Promise<RunRecord> {
  const log = state.at('logs', 'supervisor.log');
  while (supervisor.exitCode === null && supervisor.signalCode === null) {
    const record = readRun(state);
    if (record && record.supervisor.pid === supervisor.pid) {
      if (record.status === 'ready') return record;
      if (record.status === 'failed') throw new Error(record.message ?? 'The quarantine did not start.');
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(readRun(state)?.message ?? `The quarantine did not start. The end of ${log}:\n${lastLines(log)}`);
}

/** Asks only the first time; later starts show what was answered then. */
async function firstAnswers(config: DemoConfig, state: StateFolder): Promise<Answer[]> {
  const known = state.read('answers.json');
  if (known !== undefined) return z.array(Answer).parse(JSON.parse(known));
  const dq0 = new CommandLine(config, state);
  if (state.read('demo/ready') === undefined) {
    say('  three accounts and the census');
    await new SampleAccounts(config, state, dq0).setUp();
    state.write('demo/ready', '');
  }
  const answers = await askFirstQuestions(config, dq0);
  state.write('answers.json', JSON.stringify(answers));
  return answers;
}

function report(config: DemoConfig, answers: Answer[], options: StartOptions, begin: number): void {
  if (!options.json) {
    process.stdout.write(`\n${answers.map(printAnswer).join('\n')}`);
    return;
  }
  const seconds = Math.round((Date.now() - begin) / 100) / 10;
  const total = Math.round((config.installSeconds + seconds) * 10) / 10;
  const timings = { install_s: config.installSeconds, first_answer_s: seconds, total_s: total };
  process.stdout.write(`${JSON.stringify({ answers, timings })}\n`);
}

function attach(config: DemoConfig, state: StateFolder, running: RunRecord, options: StartOptions): number {
  say('DQ0 runs already; nothing was started.');
  const known = state.read('answers.json');
  if (known !== undefined) report(config, z.array(Answer).parse(JSON.parse(known)), options, Date.now());
  sayWhere(config, running);
  return 0;
}

/** Studi0 comes after the answers; without it everything else works, so its failure is said and no more. */
async function sayStudio(config: DemoConfig, state: StateFolder): Promise<void> {
  say('  Studi0: packages, build, server');
  try {
    await prepareStudio(config, state);
    say(
      `  Studi0    ${await startStudio(config, state)}   (once, within 5 minutes; then: ./dq0 studio --profile scientist)`,
    );
    say('            as its owner or administrator: ./dq0 studio --profile owner, or --profile admin');
  } catch (error) {
    say(`  Studi0 is not there: ${error instanceof Error ? error.message : String(error)}`);
    say('  All else works. Try again with: npm run stop, then npm start');
  }
}

function sayWhere(config: DemoConfig, record: RunRecord): void {
  say(`  proxy     ${record.origin ?? ''}`);
  say(`  state     ${path.relative(config.checkout, config.home) || config.home}`);
  say(`  data root ${path.join(path.relative(config.checkout, config.home), 'data')}   (files here can be published)`);
  say(
    '  ask       ./dq0 query run "SELECT sex, COUNT(*) AS people FROM adult GROUP BY sex" --dataset census --profile scientist',
  );
  say('  stop      npm run stop');
}

/** Stays until Ctrl-C, or until somebody else stops the quarantine. */
function interrupted(supervisor: ChildProcess): Promise<void> {
  say('\nRunning; Ctrl-C ends it.');
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
    supervisor.once('exit', () => resolve());
  });
}

async function stop(state: StateFolder, supervisor: ChildProcess): Promise<void> {
  const record = readRun(state);
  if (supervisor.exitCode === null && supervisor.signalCode === null) {
    const gone = new Promise((resolve) => supervisor.once('exit', resolve));
    supervisor.kill('SIGTERM');
    const timer = setTimeout(() => supervisor.kill('SIGKILL'), 12_000);
    await gone;
    clearTimeout(timer);
  }
  if (record) await end(Object.values(record.children), 1000);
}
