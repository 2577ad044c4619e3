import path from 'node:path';
import { packageFolder } from '../config/package-folder.ts';

export const USUAL_PORT = 9000;
/** Folder of the built Studi0. */
export const STUDIO = path.join(packageFolder, '..', 'studio', 'dist', 'browser');
