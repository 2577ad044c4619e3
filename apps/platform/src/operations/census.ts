import { isAction } from '@dq0/permissions';
import type { AnyOperation } from '@dq0/protocol';
import type { Handler, SecretHandler } from './handler.ts';

export type PlainHandler = Handler<AnyOperation, unknown>;
export type SealingHandler = SecretHandler<AnyOperation, unknown>;

/** An operation with its one handler, of the kind that its reply asks for. */
export type Route =
  | { readonly operation: AnyOperation; readonly secret: false; readonly handler: PlainHandler }
  | { readonly operation: AnyOperation; readonly secret: true; readonly handler: SealingHandler };

export interface FoundHandler {
  readonly name: string;
  readonly operation: AnyOperation;
  readonly instance: unknown;
}

/** The program does not fit its own contract: it must not start. */
export class CensusError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The operations and their handlers do not match: ${problems.join('; ')}.`);
    this.name = 'CensusError';
    this.problems = problems;
  }
}

/**
 * Every operation has exactly one handler and one action that the policies know; no handler is for anything else.
 * @throws CensusError naming everything that is wrong
 */
export function takeCensus(operations: readonly AnyOperation[], found: readonly FoundHandler[]): Map<string, Route> {
  const problems: string[] = [];
  const routes = new Map<string, Route>();
  for (const operation of operations) {
    const own = found.filter((handler) => handler.operation.name === operation.name);
    if (routes.has(operation.name)) problems.push(`${operation.name} is declared twice`);
    if (own.length === 0) problems.push(`${operation.name} has no handler`);
    if (own.length > 1) problems.push(`${operation.name} is handled by ${own.map(({ name }) => name).join(' and ')}`);
    if (!isAction(operation.action)) problems.push(`no policy knows ${operation.action} of ${operation.name}`);
    const route = own[0] && routeOf(operation, own[0].instance);
    if (route !== undefined) routes.set(operation.name, route);
    else if (own[0]) problems.push(`${own[0].name} lacks what ${operation.name} asks of a handler`);
  }
  for (const { name, operation } of found) {
    if (!operations.includes(operation)) problems.push(`${name} handles ${operation.name}, which is no operation`);
  }
  if (problems.length > 0) throw new CensusError(problems);
  return routes;
}

function routeOf(operation: AnyOperation, instance: unknown): Route | undefined {
  const methods = instance as Partial<Record<'prepare' | 'answer' | 'commit' | 'handle', unknown>>;
  const has = (name: keyof typeof methods): boolean => typeof methods[name] === 'function';
  if (operation.secretReply === true) {
    const complete = has('prepare') && has('answer') && has('commit');
    return complete ? { operation, secret: true, handler: instance as SealingHandler } : undefined;
  }
  return has('handle') ? { operation, secret: false, handler: instance as PlainHandler } : undefined;
}
