export interface KnownRoute {
  readonly method: string;
  /** Path with `:name` for a segment. */
  readonly url: string;
}

/** Methods of the routes that a path fits: none where there is no such route. */
export function allowedMethods(routes: readonly KnownRoute[], url: string): readonly string[] {
  const [path = ''] = url.split('?');
  const segments = path.split('/');
  const fitting = routes.filter((route) => fits(route.url.split('/'), segments));
  return [...new Set(fitting.map(({ method }) => method))].sort();
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every((part, at) => part === segments[at] || (part.startsWith(':') && segments[at] !== ''));
}
