import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript, type KnownCommand } from './completion-script.ts';

const COMMANDS: KnownCommand[] = [
  { words: ['query', 'run'], summary: "Ask; it's priced", flags: ['--dataset', '--epsilon'] },
  { words: ['query', 'plan'], summary: 'Price', flags: ['--dataset'] },
  { words: ['doctor'], summary: 'Check', flags: ['--json'] },
];

/** What bash offers after the words, the last of which is being typed. */
function offered(...words: string[]): string[] {
  const program = `${completionScript('bash', COMMANDS)}
COMP_WORDS=(dq0 "$@"); COMP_CWORD=$#; _dq0; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const printed = execFileSync('bash', ['-c', program, 'bash', ...words], { encoding: 'utf8' });
  return printed.split('\n').filter((line) => line !== '');
}

describe('completion in bash', () => {
  it('offers topics and commands, then verbs, then flags', () => {
    expect(offered('')).toEqual(['doctor', 'query']);
    expect(offered('query', '')).toEqual(['plan', 'run']);
    expect(offered('query', 'r')).toEqual(['run']);
    expect(offered('query', 'run', '--e')).toEqual(['--epsilon']);
  });

  it('still offers flags behind arguments and other flags', () => {
    expect(offered('query', 'run', 'SELECT * FROM adult', '--dataset', 'census', '--e')).toEqual(['--epsilon']);
  });

  it('offers nothing where nothing fits', () => {
    expect(offered('nonsense', '')).toEqual([]);
    expect(offered('query', 'x')).toEqual([]);
  });
});

describe('completion in other shells', () => {
  it('names every command and flag, with quotes escaped', () => {
    const fish = completionScript('fish', COMMANDS);
    expect(fish).toContain("-d 'Ask; it\\'s priced'");
    expect(fish).toContain('-l epsilon');
    expect(completionScript('zsh', COMMANDS)).toContain("'query run') next='--dataset --epsilon' ;;");
  });
});
