import { operations, resultQuery, runQuery } from '../operations/index.ts';
import type { AnyOperation } from '../define-operation.ts';
import { gatewayPaths } from './gateway-paths.ts';
import { problemCodes } from './general-errors.ts';
import { jsonSchema, pathOf, ProblemResponses, responseOf, type Json, type Members } from './openapi-parts.ts';
import { Problem, statusOf } from './problem.ts';
import { restOutput } from './rest-output.ts';
import { STEP_UP_HEADER } from './step-up-header.ts';

const ANSWERING: ReadonlySet<string> = new Set([runQuery.name, resultQuery.name]);
/** Statuses of a refused question, whose body is the frozen answer. */
const REFUSED = [402, 403, 422];

/** The gateway's contract as OpenAPI 3.1, made of the same schemas that it checks with. */
export function openApi(version: string): Json {
  const problems = new ProblemResponses();
  const paths = gatewayPaths(problems);
  const schemas: Record<string, Json> = { Problem: jsonSchema(Problem, 'output') };
  for (const operation of operations) {
    const { method, path } = operation.http;
    (paths[pathOf(path)] ??= {})[method.toLowerCase()] = describe(operation, schemas, problems);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'DQ0 gateway',
      version,
      description: 'Served on loopback by `dq0 server start`. Failures are problems (RFC 9457).',
    },
    security: [{ token: [] }, { browser: [] }],
    paths,
    components: {
      schemas,
      responses: problems.all,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'The token in the file that `dq0 server start` names.' },
        browser: { type: 'apiKey', in: 'cookie', name: 'dq0-PORT', description: 'Set by the address of `dq0 studio`.' },
      },
    },
  };
}

function describe(operation: AnyOperation, schemas: Record<string, Json>, problems: ProblemResponses): Json {
  const { name, http, input, example } = operation;
  const title = name.replace(/(^|[.-])([a-z])/g, (_, _mark, letter: string) => letter.toUpperCase());
  schemas[`${title}Output`] = jsonSchema(restOutput(operation), 'output');
  const { members, body } = splitInput(jsonSchema(input, 'input'), http);
  if (body !== undefined) schemas[`${title}Input`] = body;
  return {
    operationId: name,
    tags: [name.split('.')[0]],
    parameters: [...members, ...headersOf(operation)],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: ((body['required'] as readonly string[] | undefined) ?? []).length > 0,
            content: {
              'application/json': {
                schema: { $ref: `#/components/schemas/${title}Input` },
                example: withoutPath(example.input as Members, http.path),
              },
            },
          },
        }),
    responses: responsesOf(operation, `#/components/schemas/${title}Output`, problems),
  };
}

function responsesOf(operation: AnyOperation, $ref: string, problems: ProblemResponses): Json {
  const shown = restOutput(operation).parse(pickKnown(operation)) as Json;
  const content = { 'application/json': { schema: { $ref }, example: shown } };
  const codes = problemCodes(operation);
  const success = { description: 'Done.', headers: successHeaders(operation), content };
  const responses: Record<string, Json> = { '200': success, ...problems.of(codes) };
  if (operation.http.method === 'GET') responses['304'] = { description: 'The caller has this body already.' };
  if (!ANSWERING.has(operation.name)) return responses;
  responses['202'] = {
    description: 'The answer is on its way, or waits for a person.',
    content: { 'application/json': { schema: { $ref } } },
  };
  // A refused question has no job, so it is answered by the run alone.
  for (const status of operation.name === runQuery.name ? REFUSED : []) {
    const these = codes.filter((code) => statusOf(code) === status);
    responses[status] = {
      description: 'Refused: the answer with state "refused"; or a problem.',
      content: { 'application/json': { schema: { $ref } }, ...(these.length > 0 ? responseOf(these).content : {}) },
    };
  }
  return responses;
}

function successHeaders({ http, paging }: AnyOperation): Json {
  const text = { schema: { type: 'string' } };
  return {
    ...(http.method === 'GET' ? { ETag: { description: 'Names this very body.', ...text } } : {}),
    ...(paging ? { Link: { description: 'rel="next": the next page, after a full one.', ...text } } : {}),
  };
}

/** The example of an operation holds all of its output; REST may answer less. */
function pickKnown(operation: AnyOperation): unknown {
  const output = operation.example.output as Members;
  const { shape } = restOutput(operation) as unknown as { shape?: Members };
  if (!shape) return output;
  return Object.fromEntries(Object.entries(output).filter(([name]) => name in shape));
}

function headersOf(operation: AnyOperation): Json[] {
  const header = (name: string, description: string): Json => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  });
  if (operation.http.method === 'GET')
    return [header('If-None-Match', 'An ETag: 304 when the body is still that one.')];
  const key = header(
    'Idempotency-Key',
    'The same key and request get the same reply, for 24 hours; the effect is once.',
  );
  if (operation.stepUp === true) {
    return [key, header(STEP_UP_HEADER, 'The assertion of a passkey over this very decision: its JSON in base64url.')];
  }
  if (operation.name !== runQuery.name) return [key];
  return [key, header('Prefer', '`wait=SECONDS` (usual 30, most 60) or `respond-async`.')];
}

/** What the path and the query carry, and what is left for the body. */
function splitInput(schema: Members, http: AnyOperation['http']): { members: Json[]; body: Members | undefined } {
  const properties = (schema['properties'] ?? {}) as Members;
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const inPath = new Set(http.path.split('/').flatMap((part) => (part.startsWith(':') ? [part.slice(1)] : [])));
  const inQuery = http.method === 'GET' || http.method === 'DELETE';
  const members = Object.entries(properties)
    .filter(([name]) => inPath.has(name) || inQuery)
    .map(([name, of]) => ({
      name,
      in: inPath.has(name) ? 'path' : 'query',
      required: inPath.has(name) || required.has(name),
      schema: of as Json,
    }));
  if (inQuery) return { members, body: undefined };
  const kept = Object.entries(properties).filter(([name]) => !inPath.has(name));
  const left = [...required].filter((name) => !inPath.has(name));
  return {
    members,
    body: { ...schema, properties: Object.fromEntries(kept), ...(required.size > 0 ? { required: left } : {}) },
  };
}

function withoutPath(input: Members, path: string): Members {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !path.split('/').includes(`:${name}`)));
}
