export { buildRuntime } from './build-runtime.ts';
export { DRIVERS_BUILD, findOwnRuntime, OWN_PYTHON } from './own-runtime.ts';
export { runProgram } from './run-program.ts';
export { findRuntime, type Runtime } from './runtime.ts';
