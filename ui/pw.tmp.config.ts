import base from './playwright.screens.config.ts';
export default { ...base, globalTeardown: undefined, webServer: undefined, outputDir: '/tmp/w/words/pwout' };
