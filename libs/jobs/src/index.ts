export {
  STATE_TABLE,
  type FinalStateRow,
  type OpenStateRow,
  type Recovery,
  type Spend,
  type StateOwner,
} from './states/state-table.ts';
export {
  canMove,
  charged,
  isFinal,
  JOB_STATES,
  JobState,
  next,
  overdueAt,
  refundable,
  rowOf,
  visibleState,
  type FinalState,
  type OpenRow,
  type OpenState,
  type VisibleState,
} from './states/job-state.ts';
export { decideMove, type JobPosition, type MoveDecision } from './states/decide-move.ts';
export { renderStates } from './states/render-states.ts';
export {
  PluginManifest,
  readManifest,
  type ManifestProblem,
  type ManifestReading,
} from './manifest/plugin-manifest.ts';
