/** Edges of Nx's project graph: source to targets. */
export type Graph = Readonly<Record<string, readonly string[]>>;

const ANY_PLATFORM = ['protocol', 'encryption', 'permissions', 'jobs', 'accounting', 'client'].map(
  (lib) => `@dq0/${lib}`,
);
const APPS = ['proxy', 'platform', 'service', 'cli', 'studio'].map((app) => `@dq0/${app}`);

/** Who may not depend on what. What the proxy may use of `encryption` is decided per import, by lint. */
const FORBIDDEN: Graph = {
  '@dq0/proxy': ['@dq0/jobs', '@dq0/permissions', '@dq0/accounting', '@dq0/client', ...APPS],
  '@dq0/studio': ['@dq0/encryption', '@dq0/client', ...APPS],
  '@dq0/platform': APPS,
  '@dq0/service': APPS,
  '@dq0/cli': APPS,
  '@dq0/node': [...APPS, '@dq0/tools', '@dq0/e2e'],
  '@dq0/tools': [...APPS, '@dq0/e2e'],
  '@dq0/e2e': APPS,
  ...Object.fromEntries(ANY_PLATFORM.map((lib) => [lib, [...APPS, '@dq0/node', '@dq0/tools', '@dq0/e2e']])),
};

/** Every edge of the graph that the table forbids, and every project that the table does not know. */
export function forbiddenEdges(graph: Graph): string[] {
  return Object.entries(graph).flatMap(([source, targets]) => {
    const forbidden = FORBIDDEN[source];
    if (!forbidden) return [`${source} (unknown to the table of edges)`];
    return targets.filter((target) => forbidden.includes(target)).map((target) => `${source} -> ${target}`);
  });
}
