import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import dq0 from './tools/src/lint/index.ts';

const ownRules = Object.fromEntries(Object.keys(dq0.rules).map((name) => [`dq0/${name}`, 'error']));

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.dq0/**',
      'coverage/**',
      '**/.venv/**',
      '*.config.ts',
      'e2e/*.config.ts',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          '{apps,libs}/*/tsconfig.json',
          '{apps,libs}/*/tsconfig.spec.json',
          'tools/tsconfig.json',
          'tools/tsconfig.spec.json',
          'e2e/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
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
);
