export { buildRuntime, type BuildRequest } from './build-runtime.ts';
export { findOwnRuntime, OWN_BUILD, OWN_PYTHON, OwnRuntimeMissingError } from './own-runtime.ts';
export { runProgram } from './run-program.ts';
export { findRuntime, type Runtime } from './runtime.ts';
