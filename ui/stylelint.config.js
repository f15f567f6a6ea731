/** @type {import('stylelint').Config} */
export default {
  extends: 'stylelint-config-standard',
  overrides: [{ files: '**/*.svelte', customSyntax: 'postcss-html' }],
  reportNeedlessDisables: true,
  rules: {
    // block, block__part, block--variant
    'selector-class-pattern': '^[a-z]+(-[a-z0-9]+)*(__[a-z]+(-[a-z]+)*)?(--[a-z0-9]+(-[a-z]+)*)?$',
    'selector-pseudo-class-no-unknown': [true, { ignorePseudoClasses: ['global'] }],
    // Widths have names: src/styles/breakpoints.ts.
    'media-feature-name-disallowed-list': ['/width/', '/height/'],
    // Layers say what wins; within one, rules stand in the order of the component's parts.
    'no-descending-specificity': null,
    'value-keyword-case': ['lower', { camelCaseSvgKeywords: true }],
    // With the line breaks that we set in Japanese text (U+200B, U+2060), WebKit's layout of it ends the page's process.
    'declaration-property-value-disallowed-list': { '/^text-wrap(-style)?$/': ['/pretty/'] },
    // Safari has no other.
    'property-no-vendor-prefix': [true, { ignoreProperties: ['-webkit-text-size-adjust', 'text-size-adjust'] }],
    // An empty line would part a custom property from the others of its role.
    'custom-property-empty-line-before': null,
    'declaration-empty-line-before': null,
  },
};
