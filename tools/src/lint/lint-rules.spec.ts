import path from 'node:path';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import plugin from './index.ts';

/** The messages of one rule on one imagined file. */
function lint(rule: keyof typeof plugin.rules, file: string, code: string): string[] {
  const linter = new Linter({ cwd: process.cwd() });
  const config: Linter.Config = {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { dq0: plugin },
    rules: { [`dq0/${rule}`]: 'error' },
  };
  return linter.verify(code, config, path.join(process.cwd(), file)).map(({ message }) => message);
}

describe('dependency rules', () => {
  it.each([
    ['proxy', 'apps/proxy/src/mailbox/a.ts', '@dq0/encryption'],
    ['proxy', 'apps/proxy/src/mailbox/a.ts', '@dq0/client'],
    ['platform-listens-nowhere', 'apps/platform/src/pull-loop/a.ts', 'node:http'],
    ['platform-listens-nowhere', 'apps/platform/src/main.ts', '@nestjs/platform-fastify'],
    ['studio', 'apps/studio/src/app/science/a.ts', '@dq0/encryption'],
    ['studio-science', 'apps/studio/src/app/science/queries/a.ts', '../../owner/budgets/b.ts'],
    ['studio-owner', 'apps/studio/src/app/owner/a.ts', '../science/b.ts'],
    ['studio-admin', 'apps/studio/src/app/admin/a.ts', '../owner/b.ts'],
    ['studio-ui', 'apps/studio/src/app/ui/a.ts', '../science/b.ts'],
    ['any-platform', 'libs/accounting/src/a.ts', 'node:fs'],
    ['any-platform', 'libs/protocol/src/a.ts', '@nestjs/common'],
    ['typeorm', 'apps/platform/src/users/users.service.ts', 'typeorm'],
    ['jose', 'apps/cli/src/session/a.ts', 'jose'],
    ['key-operations', 'apps/service/src/orders/a.ts', 'node:crypto'],
    ['job-runner', 'apps/platform/src/queries/a.ts', '../jobs/job-runner.ts'],
    ['ledger', 'apps/platform/src/queries/a.ts', '../budget/spends.repository.ts'],
    ['tests-only', 'apps/service/src/a.ts', '@dq0/tools'],
    ['end-to-end', 'e2e/src/a.ts', '@dq0/accounting'],
  ])('%s: %s may not import %s', (zone, file, source) => {
    expect(lint('dependency-rules', file, `import { x } from '${source}';`)).toEqual([
      expect.stringContaining(`(${zone})`),
    ]);
    expect(lint('dependency-rules', file, `export * from '${source}';`)).toHaveLength(1);
    expect(lint('dependency-rules', file, `await import('${source}');`)).toHaveLength(1);
  });

  it.each([
    ['apps/proxy/src/mailbox/a.ts', '@dq0/encryption/verify'],
    ['apps/platform/src/users/user.entity.ts', 'typeorm'],
    ['apps/platform/src/users/password.ts', 'node:crypto'],
    ['apps/platform/src/jobs/job-pipeline.ts', './job-runner.ts'],
    ['libs/encryption/src/seal.ts', 'jose'],
    ['libs/node/src/http/a.ts', 'node:http'],
  ])('%s may import %s', (file, source) => {
    expect(lint('dependency-rules', file, `import { x } from '${source}';`)).toEqual([]);
  });
});

describe('feature internals', () => {
  const code = "import { UsersRepository } from '../users/users.repository.ts';";
  it('stay in their feature', () => {
    expect(lint('feature-internals', 'apps/platform/src/queries/a.ts', code)).toHaveLength(1);
  });
  it('are free within it, and services are free everywhere', () => {
    expect(
      lint('feature-internals', 'apps/platform/src/users/a.ts', "import { R } from './users.repository.ts';"),
    ).toEqual([]);
    expect(
      lint('feature-internals', 'apps/platform/src/queries/a.ts', "import { S } from '../users/users.service.ts';"),
    ).toEqual([]);
  });
});

describe('the environment', () => {
  it('is read in config/ only', () => {
    expect(lint('environment-in-config', 'apps/proxy/src/mailbox/a.ts', "process.env['A'];")).toHaveLength(1);
    expect(lint('environment-in-config', 'apps/proxy/src/config/a.ts', "process.env['A'];")).toEqual([]);
  });
});

describe('names', () => {
  it.each(['apps/proxy/src/utils/a.ts', 'libs/node/src/helpers.ts', 'apps/cli/src/common/b.ts'])(
    '%s says nothing',
    (file) => {
      expect(lint('telling-names', file, '')).toHaveLength(1);
    },
  );
  it('may contain such a word', () => {
    expect(lint('telling-names', 'apps/cli/src/shared-secret/a.ts', '')).toEqual([]);
  });
});

describe('injected classes', () => {
  const code = (kind: string): string =>
    `${kind} { Users } from './users.ts';\n@Injectable() class A { constructor(private readonly users: Users) {} }`;
  it('are imported as values', () => {
    expect(lint('injected-values', 'apps/platform/src/a/a.ts', code('import type'))).toHaveLength(1);
    expect(lint('injected-values', 'apps/platform/src/a/a.ts', code('import'))).toEqual([]);
  });
});

describe("TypeORM's writes", () => {
  it('are refused, reads are not', () => {
    const code = (verb: string): string => `import { DataSource } from 'typeorm';\nthis.dataSource.${verb}(x);`;
    expect(lint('no-orm-writes', 'apps/platform/src/a/a.repository.ts', code('transaction'))).toHaveLength(1);
    expect(lint('no-orm-writes', 'apps/platform/src/a/a.repository.ts', code('query'))).toEqual([]);
  });
});
