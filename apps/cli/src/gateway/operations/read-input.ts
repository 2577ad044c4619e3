import { CodedError, type AnyOperation } from '@dq0/protocol';
import { z } from 'zod';
import { GatewayError } from '../problems/gateway-error.ts';

type Members = Readonly<Record<string, unknown>>;

export interface GivenRequest {
  readonly params: Members;
  readonly query: Members;
  readonly body: unknown;
}

/**
 * Puts the input of an operation together: members that its path names, then the query (GET, DELETE) or the JSON body.
 * @throws CodedError INPUT_INVALID, naming the members that are wrong
 */
export function readInput(operation: AnyOperation, { params, query, body }: GivenRequest): unknown {
  const inQuery = operation.http.method === 'GET' || operation.http.method === 'DELETE';
  if (inQuery && body !== undefined) {
    throw new GatewayError('BODY_MALFORMED', { message: 'This method takes no body.', remedy: 'Use the query.' });
  }
  const given = inQuery ? fromQuery(operation, query) : (refuseQuery(query), body ?? {});
  const input = isObject(given) ? { ...refuseTwice(given, params), ...params } : given;
  const { success, data, error } = operation.input.safeParse(input);
  if (success) return data;
  const details = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new CodedError('INPUT_INVALID', { details });
}

/** Texts of a query as the numbers and booleans that the schema asks for; what is neither stays for the schema to refuse. */
function fromQuery(operation: AnyOperation, query: Members): Members {
  const types = memberTypes(operation);
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, converted(value, types.get(name))]));
}

function converted(value: unknown, type: string | undefined): unknown {
  if (typeof value !== 'string') return value;
  if ((type === 'number' || type === 'integer') && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

const known = new Map<AnyOperation, ReadonlyMap<string, string>>();

function memberTypes(operation: AnyOperation): ReadonlyMap<string, string> {
  const kept = known.get(operation);
  if (kept) return kept;
  const { properties = {} } = z.toJSONSchema(operation.input, { io: 'input' });
  const types = new Map(
    Object.entries(properties).map(([name, schema]) => [name, String((schema as { type?: unknown }).type)]),
  );
  known.set(operation, types);
  return types;
}

function refuseQuery(query: Members): void {
  const [name] = Object.keys(query);
  if (name === undefined) return;
  throw new CodedError('INPUT_INVALID', { details: [{ path: name, message: 'goes in the body, not in the query' }] });
}

function refuseTwice(given: Members, params: Members): Members {
  const twice = Object.keys(params).find((name) => Object.hasOwn(given, name));
  if (twice === undefined) return given;
  throw new CodedError('INPUT_INVALID', { details: [{ path: twice, message: 'stands in the path already' }] });
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
