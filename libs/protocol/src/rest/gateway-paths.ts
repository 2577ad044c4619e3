import { resultQuery } from '../operations/query/result.ts';
import { GatewaySession } from './gateway-session.ts';
import { OWN_PROBLEM_CODES, problemCodes } from './general-errors.ts';
import { jobEvents } from './job-events.ts';
import { jsonSchema, pathOf, type Json, type ProblemResponses } from './openapi-parts.ts';

/** What the gateway has beside the operations: its own sessions, the events of a job, this description. */
export function gatewayPaths(problems: ProblemResponses): Record<string, Record<string, Json>> {
  const own = problems.of(OWN_PROBLEM_CODES);
  const session = { schema: jsonSchema(GatewaySession, 'output') };
  return {
    '/openapi.json': {
      get: {
        operationId: 'gateway.description',
        security: [],
        responses: { '200': { description: 'This description.', content: { 'application/json': { schema: {} } } } },
      },
    },
    '/open/{code}': {
      get: {
        operationId: 'gateway.open',
        security: [],
        parameters: [{ name: 'code', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {
          '303': { description: 'Sets the cookie of a browser session and leads to Studi0.' },
          ...problems.of(['START_REFUSED', 'HOST_REFUSED', 'ORIGIN_REFUSED', 'BODY_MALFORMED']),
        },
      },
    },
    '/v1/session': {
      get: {
        operationId: 'gateway.session',
        responses: {
          '200': { description: 'Whom this session speaks for.', content: { 'application/json': session } },
          ...own,
        },
      },
    },
    '/v1/session/end': {
      post: {
        operationId: 'gateway.end',
        responses: { '204': { description: 'The browser session is over.' }, ...own },
      },
    },
    [pathOf(jobEvents.path)]: {
      get: {
        operationId: jobEvents.name,
        parameters: [
          { name: 'job', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
          { name: 'Last-Event-ID', in: 'header', schema: { type: 'string' }, description: 'The state heard last.' },
        ],
        responses: {
          '200': {
            description: 'Events `state`, whose id is the state and whose data is the answer, until it is final.',
            content: { 'text/event-stream': { schema: { type: 'string' } } },
          },
          '204': { description: 'The final state was heard already.' },
          ...problems.of(problemCodes(resultQuery)),
        },
      },
    },
  };
}
