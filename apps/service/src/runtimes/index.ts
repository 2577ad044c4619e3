export { findOwnRuntime, OWN_PYTHON } from './own-runtime.ts';
export { runProgram } from './run-program.ts';
export { findRuntime, type Runtime } from './runtime.ts';
