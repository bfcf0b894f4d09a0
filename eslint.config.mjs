import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import importPlugin from 'eslint-plugin-import';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores([
    'coverage/',
    'jupyter_healthcheck/',
    'lib/',
    'node_modules/',
    'src/generated/',
    '*.js',
    '*.mjs'
  ]),
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked
    ],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname
      }
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' }
  },
  { plugins: { jupyter } },
  jupyter.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { import: importPlugin },
    settings: {
      'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js'] } }
    },
    rules: {
      eqeqeq: 'error',
      'import/no-cycle': 'error',
      // What activation needs at once; dialogs are loaded when they are opened.
      'jupyter/prefer-lazy-imports': [
        'error',
        {
          ignoreImports: [
            '../api',
            '../commands',
            '../models/*',
            '../widgets/notifications',
            '../widgets/status'
          ]
        }
      ],
      // JupyterLab's own convention.
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'interface', format: ['PascalCase'], prefix: ['I'] }
      ]
    }
  },
  prettier
);
