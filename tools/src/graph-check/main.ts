import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { demoConfig } from '../demo/config/demo-config.ts';
import { forbiddenEdges } from './forbidden-edges.ts';

interface NxGraph {
  readonly graph: { readonly dependencies: Readonly<Record<string, readonly { readonly target: string }[]>> };
}

const { checkout, inherited } = demoConfig();
const folder = mkdtempSync(path.join(tmpdir(), 'dq0-graph-'));
try {
  const file = path.join(folder, 'graph.json');
  const nx = path.join(checkout, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  const env = { ...inherited, NX_DAEMON: 'false' };
  execFileSync(process.execPath, [nx, 'graph', `--file=${file}`], {
    cwd: checkout,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { dependencies } = (JSON.parse(readFileSync(file, 'utf8')) as NxGraph).graph;
  const graph = Object.fromEntries(
    Object.entries(dependencies).map(([source, edges]) => [source, edges.map(({ target }) => target)]),
  );
  const found = forbiddenEdges(graph);
  for (const edge of found) process.stderr.write(`forbidden: ${edge}\n`);
  process.stdout.write(`${Object.keys(graph).length} projects, ${found.length} forbidden edges\n`);
  process.exitCode = found.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
