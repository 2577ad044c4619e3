export { buildRuntime } from './build-runtime.ts';
export { buildState } from './build-marks.ts';
export { DRIVERS_BUILD, findOwnRuntime, OWN_BUILD, OWN_PYTHON } from './own-runtime.ts';
export { runProgram } from './run-program.ts';
export { findRuntime, runtimeFolder, type Runtime, type RuntimeName } from './runtime.ts';
