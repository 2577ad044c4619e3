import path from 'node:path';
import type { Part, Stage } from './part.ts';

export interface Places {
  readonly checkout: string;
  readonly reports: string;
  /** Virtual environment of the Python tests. */
  readonly python: string;
}

const PYTHON_PROJECTS = ['apps/plugins/sql', 'apps/service/python'] as const;

/** Two lanes, one process for each folder: the types of the whole workspace do not fit into one. */
const LINTED = [
  ['libs', 'apps/proxy', 'apps/service', 'tools'],
  ['apps/platform', 'apps/cli', 'apps/studio', 'e2e'],
] as const;

const HOSTILE = '**/hostile-proxy.e2e.ts';
const BROWSER = '**/browser/**';

/**
 * Everything `npm test` runs, cheapest first. Two lanes that compute fill two processors; vitest and pytest fill them by themselves,
 * and slow each other down when they run at once.
 */
export function stages(places: Places): Stage[] {
  const { checkout } = places;
  const node = (file: string, ...args: string[]): Pick<Part, 'command' | 'args' | 'cwd'> => ({
    command: process.execPath,
    args: [path.join(checkout, 'node_modules', file), ...args],
    cwd: checkout,
  });
  const reportOf = (name: string): string => path.join(places.reports, `${name}.xml`);
  const vitest = (name: string, config: string, ...more: string[]): Part => ({
    name,
    report: reportOf(name),
    ...node(
      'vitest/vitest.mjs',
      'run',
      '--config',
      config,
      '--reporter=dot',
      '--reporter=junit',
      `--outputFile.junit=${reportOf(name)}`,
      ...more,
    ),
  });
  const python = (project: string): Part[] => {
    const cwd = path.join(checkout, project);
    const module = (name: string, ...args: string[]): Pick<Part, 'command' | 'args' | 'cwd'> => ({
      command: path.join(places.python, 'bin', 'python'),
      args: ['-m', name, ...args],
      cwd,
    });
    const name = `pytest ${path.basename(project)}`;
    const report = reportOf(project.replaceAll('/', '-'));
    return [
      { name: `ruff ${project}`, ...module('ruff', 'check', '--no-cache', '.') },
      { name: `mypy ${project}`, ...module('mypy') },
      { name, report, ...module('pytest', '-q', '-n', '2', '-p', 'no:cacheprovider', `--junitxml=${report}`) },
    ];
  };
  const lint = (folder: string): Part => ({
    name: `lint ${folder}`,
    ...node('eslint/bin/eslint.js', folder, '--max-warnings', '0'),
  });
  return [
    [
      [{ name: 'types', ...node('typescript/bin/tsc', '-b', 'tsconfig.all.json') }],
      [
        { name: 'format', ...node('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.') },
        { name: 'project graph', ...node('../tools/dist/graph-check/main.js') },
      ],
    ],
    LINTED.map((lane) => lane.map(lint)),
    [[vitest('unit and integration', 'vitest.config.ts')]],
    [PYTHON_PROJECTS.flatMap(python)],
    [
      [vitest('end to end', 'e2e/vitest.config.ts', '--exclude', HOSTILE, '--exclude', BROWSER)],
      [vitest('end to end, browser', 'e2e/vitest.config.ts', 'src/browser/')],
      // Mostly waits for what a hostile proxy holds back, in a quarantine of its own: it takes next to no processor.
      [vitest('end to end, hostile proxy', 'e2e/vitest.config.ts', 'hostile-proxy')],
    ],
  ];
}
