import type { z } from 'zod';

/** A bad or missing variable; the text names variable, expectation and example, and never the value (it may be a secret). */
export class ConfigError extends Error {
  readonly variables: readonly string[];

  constructor(problems: readonly { readonly variable: string; readonly text: string }[]) {
    super(problems.map((problem) => problem.text).join('\n'));
    this.name = 'ConfigError';
    this.variables = problems.map((problem) => problem.variable);
  }
}

/**
 * Validates the variables a schema names, once, at start. Keys of the schema are variable names; an empty variable
 * counts as not set; variables the schema does not name are ignored.
 *
 * @throws ConfigError naming every bad variable, what it must be and an example.
 */
export function readConfig<Schema extends z.ZodObject>(schema: Schema, env: NodeJS.ProcessEnv): z.output<Schema> {
  const names = Object.keys(schema.shape);
  const given = Object.fromEntries(names.filter((name) => env[name]).map((name) => [name, env[name]]));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const bad = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? names[0])))];
  throw new ConfigError(bad.map((variable) => ({ variable, text: explain(schema, variable, variable in given) })));
}

function explain(schema: z.ZodObject, variable: string, given: boolean): string {
  const help = helpOf(schema.shape[variable]);
  const problem = given ? 'is not valid' : 'is not set';
  return `${variable} ${problem}. Expected: ${help.expects}. Example: ${variable}=${help.example}`;
}

/** Finds the help behind `.default()` and `.optional()`, which wrap the schema that carries it. */
function helpOf(schema: unknown): { expects: string; example: string } {
  let current = schema as
    { meta?: () => Record<string, unknown> | undefined; def?: { innerType?: unknown } } | undefined;
  while (current !== undefined) {
    const meta = current.meta?.();
    if (typeof meta?.['expects'] === 'string') {
      return { expects: meta['expects'], example: typeof meta['example'] === 'string' ? meta['example'] : '' };
    }
    current = current.def?.innerType as typeof current;
  }
  return { expects: 'a valid value', example: '' };
}
