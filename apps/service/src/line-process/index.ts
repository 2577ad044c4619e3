export { LineProcess, LineProcessError, type LineProcessSettings } from './line-process.ts';
