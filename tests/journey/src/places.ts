import { fileURLToPath } from 'node:url';
import path from 'node:path';

/** The top of the project. */
export const top = fileURLToPath(new URL('../../../', import.meta.url));

/** The app as cargo built it. */
export const appBinary = path.join(top, 'target/debug/shomei-navi');

/** Where the pictures of a walk go. */
export const pictures = path.join(top, 'target/journey');

/** For fontconfig: the fonts that come with packages, and none of this machine's. */
export const fonts = path.join(top, 'tests/fonts/fonts.conf');
