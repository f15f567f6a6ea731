import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';
import svelteConfig from './ui/svelte.config.js';

export default defineConfig(
  globalIgnores(['target/', 'gen/', 'src-tauri/', 'ui/dist/', 'ui/src/types/']),
  typescript.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'ui/*.js'] },
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ":matches(BinaryExpression[operator='==='], BinaryExpression[operator='!==']):has(> Literal[value=/./]) > :matches(MemberExpression[property.name='code'], ChainExpression:has(> MemberExpression[property.name='code']))",
          message: 'Nothing is decided by a code: Rust says what it is about in a field of its own (cause, outcome).',
        },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser, svelteConfig } },
    rules: {
      // What a message holds is drawn as text; the CSP refuses style attributes.
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
      'svelte/no-dom-manipulating': 'error',
    },
  },
  {
    // Plain JavaScript beside Python and Java, without types.
    files: ['tests/interop/*.cjs'],
    extends: [typescript.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
