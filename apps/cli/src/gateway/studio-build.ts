import { fileURLToPath } from 'node:url';

export const USUAL_PORT = 9000;
/** Folder of the built Studi0. */
export const STUDIO = fileURLToPath(new URL('../../../studio/dist/browser', import.meta.url));
