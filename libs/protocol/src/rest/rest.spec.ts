import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ERRORS, operations } from '../index.ts';
import { ERROR_STATUS } from './error-status.ts';
import { openApi } from './openapi.ts';
import { Problem, PROBLEM_CODES, problemOf, statusOf } from './problem.ts';
import { refusalStatus } from './refusal-status.ts';
import { restOutput } from './rest-output.ts';

type Tree = Record<string, Record<string, Record<string, Record<string, unknown>>>>;
const document = openApi('1') as unknown as { paths: Tree; components: Tree };

describe('a problem', () => {
  it.each(PROBLEM_CODES)('%s has a status of its own kind, a type, a text and a way out', (code) => {
    const problem = Problem.parse(problemOf(code));
    expect(problem.status).toBe(statusOf(code));
    expect(problem.detail).not.toBe('');
    expect(problem.remedy).not.toBe('');
  });

  it('of a user is never a failure of the server, and one of the way is', () => {
    for (const [code, { kind }] of Object.entries(ERRORS)) {
      const status = ERROR_STATUS[code as keyof typeof ERRORS];
      if (kind === 'user' && code !== 'OPERATION_UNKNOWN') expect(status, code).toBeLessThan(500);
      if (kind === 'integrity' || kind === 'unexpected') expect(status, code).toBeGreaterThanOrEqual(500);
    }
  });
});

describe('a refused question', () => {
  it.each([
    [['BUDGET_EXCEEDED'], 402],
    [['QUOTA_EXCEEDED', 'BUDGET_EXCEEDED'], 402],
    [['EPSILON_LIMIT'], 403],
    [['ROWS'], 422],
    [['BUDGET_EXCEEDED', 'EPSILON_LIMIT'], 422],
    [['toString'], 422],
    [[], 422],
  ])('with the codes %j has the status %i', (codes, status) => {
    expect(refusalStatus(codes.map((code) => ({ code })))).toBe(status);
  });
});

describe('REST', () => {
  it('keeps the token of a login where the keys are', () => {
    const login = operations.find(({ name }) => name === 'user.login')!;
    expect(Object.keys((restOutput(login) as z.ZodObject).shape)).toEqual(['email', 'expires', 'roles']);
    expect(JSON.stringify(document)).not.toContain('q3…');
  });
});

describe('the description', () => {
  it('has every operation, with its parameters, its errors and no more', () => {
    for (const { name, http, errors } of operations) {
      const path = http.path.replace(/:(\w+)/g, '{$1}');
      const route = document.paths[path]?.[http.method.toLowerCase()];
      expect(route?.['operationId'], name).toBe(name);
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, member]) => member);
      const parameters = route?.['parameters'] as unknown as { name: string; in: string }[];
      expect(parameters.filter((one) => one.in === 'path').map((one) => one.name)).toEqual(named);
      for (const code of errors)
        expect(Object.keys(route?.['responses'] ?? {}), name).toContain(String(statusOf(code)));
    }
  });

  it('refers to nothing that it does not hold', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(100);
    for (const [, kind = '', name = ''] of references) expect(document.components[kind]?.[name], name).toBeDefined();
  });

  it('holds schemas that can be read as such', () => {
    for (const [name, schema] of Object.entries(document.components['schemas'] ?? {})) {
      expect(() => z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]), name).not.toThrow();
    }
  });
});
