import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import dq0 from './tools/src/lint/index.ts';

const projects = [
  ...['accounting', 'client', 'encryption', 'jobs', 'node', 'permissions', 'protocol'].map((lib) => `libs/${lib}`),
  ...['cli', 'platform', 'proxy', 'service', 'studio'].map((app) => `apps/${app}`),
  'tools',
];
const tests = (folder) => [`${folder}/**/*.spec.ts`, `${folder}/test/**/*.ts`, `${folder}/testing/**/*.ts`];
/** Each file is read with its own project and no other: one program at a time, not all of them. */
const readWith = (project, files, ignores = []) => ({
  files,
  ignores,
  languageOptions: { parserOptions: { project, tsconfigRootDir: import.meta.dirname } },
});
const parsing = [
  ...projects.flatMap((folder) => [
    readWith(`${folder}/tsconfig.json`, [`${folder}/**/*.ts`], tests(folder)),
    readWith(`${folder}/tsconfig.spec.json`, tests(folder)),
  ]),
  readWith('apps/studio/tsconfig.spec.json', ['apps/studio/build/**/*.ts']),
  readWith('tools/tsconfig.lint.json', ['tools/src/lint/**/*.ts'], ['**/*.spec.ts']),
  readWith('e2e/tsconfig.json', ['e2e/**/*.ts']),
];
const ownRules = Object.fromEntries(Object.keys(dq0.rules).map((name) => [`dq0/${name}`, 'error']));

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.dq0/**',
      'coverage/**',
      '**/.venv/**',
      // Made by npm run generate.
      'apps/studio/src/app/data-access/operations.ts',
      '*.config.ts',
      'e2e/*.config.ts',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { '@nx': nx, dq0 },
    rules: {
      ...ownRules,
      'max-lines': ['error', { max: 400 }],
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: [
            { sourceTag: 'runs:any', onlyDependOnLibsWithTags: ['runs:any'] },
            { sourceTag: 'layer:lib', onlyDependOnLibsWithTags: ['layer:lib'] },
            { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['layer:lib', 'layer:tool'] },
            { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: ['layer:lib', 'layer:tool'] },
            { sourceTag: 'layer:e2e', onlyDependOnLibsWithTags: ['layer:lib', 'layer:tool'] },
          ],
        },
      ],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/dot-notation': 'off',
      // `async () => void (await call())` is how a value is dropped on purpose.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.e2e.ts', '{apps,libs}/*/test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  ...parsing,
);
