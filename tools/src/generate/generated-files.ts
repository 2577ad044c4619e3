import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PrivacyEvent } from '@dq0/accounting';
import { renderStates } from '@dq0/jobs';
import {
  DatasetDefinition,
  ERRORS,
  JobFile,
  PlanAnswer,
  PlannerRequest,
  PluginEvent,
  ReplyBody,
  RequestBody,
  ResultTable,
  openApi,
  operations,
} from '@dq0/protocol';
import * as protocol from '@dq0/protocol';
import { z } from 'zod';
import { demoConfig } from '../demo/config/demo-config.ts';
import { surfaces } from '../surfaces/surfaces.ts';
import { surfacesTable } from '../surfaces/surfaces-table.ts';
import { commandLine, readVersion } from './command-line.ts';

const POLICIES = 'libs/permissions/policies';
const SHIPPED_MODULES = 'libs/permissions/src/shipped';
/** The order decides which rule is recorded where several permit the same. */
const SHIPPED = [
  'everyone',
  'administrators',
  'owners',
  'scientists',
  'granted',
  'jobs',
  'projects',
  'access',
  'auditors',
  'never',
];

/** Every generated file by its path in the checkout. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    'apps/studio/src/app/data-access/operations.ts': studioOperations(),
    'docs/cli.json': `${JSON.stringify(commandLine(), null, 2)}\n`,
    'docs/operations.md': surfacesTable(surfaces(demoConfig().checkout)),
    'docs/openapi.json': `${JSON.stringify(openApi(readVersion()), null, 2)}\n`,
    'docs/states.md': renderStates(),
    ...shippedPolicies(),
    'libs/protocol/json-schema/privacy-events.json': `${JSON.stringify(eventsSchema(), null, 2)}\n`,
    'libs/protocol/json-schema/protocol.json': `${JSON.stringify(protocolSchema(), null, 2)}\n`,
  };
}

/** The shipped policies and their schema as modules, one for each file: a library for any platform reads no files. */
function shippedPolicies(): Readonly<Record<string, string>> {
  const read = (name: string): string => readFileSync(path.join(demoConfig().checkout, POLICIES, name), 'utf8');
  const module = (name: string, lines: readonly string[]): [string, string] => [
    `${SHIPPED_MODULES}/${name}.ts`,
    [`/** Made of the files in ${POLICIES} by \`npm run generate\`; change those. */`, ...lines, ''].join('\n'),
  ];
  const imports = SHIPPED.map((name) => `import { TEXT as ${name} } from './${name}.ts';`);
  const all = ['export const SHIPPED_POLICIES = [', ...SHIPPED.map((name) => `  ${name},`), "].join('\\n');"];
  return Object.fromEntries([
    ...SHIPPED.map((name) => module(name, [`export const TEXT = \`${read(`${name}.cedar`)}\`;`])),
    module('policies', [...imports, '', ...all]),
    module('schema', [`export const SCHEMA = \`${read('schema.cedarschema')}\`;`]),
  ]);
}

/** Where Studi0 finds each operation: paths alone, for schemas would weigh more than the rest of its first page. */
function studioOperations(): string {
  const named = operations.map((operation) => ({ operation, name: exportedAs(operation) }));
  const lines = named.map(
    ({ name, operation: { http } }) =>
      `export const ${name}: RouteOf<typeof protocol.${name}> = { method: '${http.method}', path: '${http.path}' };`,
  );
  return [
    '// Made by npm run generate from libs/protocol/src/operations.',
    "import type * as protocol from '@dq0/protocol';",
    "import type { RouteOf } from './route.ts';",
    '',
    ...lines,
    '',
  ].join('\n');
}

function exportedAs(operation: unknown): string {
  const found = Object.entries(protocol).find(([, value]) => value === operation);
  if (found === undefined) throw new Error('an operation that the protocol does not export');
  return found[0];
}

/** The contracts that Python reads, as JSON Schema (draft 2020-12). */
function protocolSchema(): unknown {
  const shapes = {
    DatasetDefinition,
    JobFile,
    PlanAnswer,
    PlannerRequest,
    PluginEvent,
    ReplyBody,
    RequestBody,
    ResultTable,
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'DQ0 protocol',
    $defs: Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, schemaOf(shape, 'input')])),
    operations: Object.fromEntries(
      operations.map(({ name, action, http, input, output, errors }) => [
        name,
        { action, http, input: schemaOf(input, 'input'), output: schemaOf(output, 'output'), errors },
      ]),
    ),
    errors: ERRORS,
  };
}

/** The list of privacy events that `budget price` reads. */
function eventsSchema(): unknown {
  const list = z.array(PrivacyEvent).max(10_000).meta({ title: 'Privacy events', description: 'docs/guide/budget.md' });
  return z.toJSONSchema(list, { target: 'draft-2020-12', io: 'input' });
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output'): unknown {
  const schema = z.toJSONSchema(shape, { target: 'draft-2020-12', io });
  delete schema.$schema;
  return schema;
}
