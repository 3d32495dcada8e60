import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const environmentReaders = [
  '**/config.ts',
  'start/main.ts',
  'platform/database/postgres-process.ts',
  'tests/**',
  'scripts/**',
  'bench/**',
  '**/*.config.mjs',
];

export default tseslint.config(
  { ignores: ['node_modules', 'dist', '**/generated/**', 'vendor', '.lintel', 'coverage'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-useless-assignment': 'off',
      'max-depth': ['error', 5],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'The environment is read in config files only.',
        },
        {
          selector: "CallExpression[callee.property.name='$queryRawUnsafe']",
          message: 'Write SQL as a tagged template, so that values are parameters.',
        },
        {
          selector: "CallExpression[callee.object.name='jest'][callee.property.name='mock']",
          message: 'Nothing is module-mocked: pass a fake as an argument.',
        },
      ],
    },
  },
  { files: environmentReaders, rules: { 'no-restricted-syntax': 'off', 'no-console': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        WebAssembly: 'readonly',
        TextEncoder: 'readonly',
        TextDecoder: 'readonly',
        performance: 'readonly',
        module: 'writable',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        crypto: 'readonly',
        fetch: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
);
