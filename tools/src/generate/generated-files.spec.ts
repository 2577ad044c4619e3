import { readFileSync } from 'node:fs';
import path from 'node:path';
import { operations } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { demoConfig } from '../demo/config/demo-config.ts';
import { generatedFiles } from './generated-files.ts';

describe('generated files', () => {
  it.each(Object.entries(generatedFiles()))('%s is what `npm run generate` writes now', (name, text) => {
    expect(readFileSync(path.join(demoConfig().checkout, name), 'utf8')).toBe(text);
  });
});

describe('every operation', () => {
  it.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s has an example that fits its schemas',
    (_, operation) => {
      expect(operation.input.safeParse(operation.example.input).error).toBeUndefined();
      expect(operation.output.safeParse(operation.example.output).error).toBeUndefined();
    },
  );

  it('has a name and a path of its own', () => {
    expect(new Set(operations.map(({ name }) => name)).size).toBe(operations.length);
    expect(new Set(operations.map(({ http }) => `${http.method} ${http.path}`)).size).toBe(operations.length);
  });
});
