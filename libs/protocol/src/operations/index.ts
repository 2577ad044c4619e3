import type { AnyOperation } from '../define-operation.ts';
import { registerUser } from './user/register.ts';
import { confirmUser } from './user/confirm.ts';
import { loginUser } from './user/login.ts';
import { logoutUser } from './user/logout.ts';
import { whoAmI } from './user/whoami.ts';
import { listUsers } from './user/list.ts';
import { approveUser } from './user/approve.ts';
import { rejectUser } from './user/reject.ts';
import { disableUser } from './user/disable.ts';
import { changePassword } from './user/password.ts';
import { resetPassword } from './user/reset-password.ts';
import { newPassword } from './user/new-password.ts';
import { setRoles } from './user/roles.ts';
import { setGroups } from './user/groups.ts';
import { createGroup } from './group/create.ts';
import { listGroups } from './group/list.ts';
import { inviteDevice } from './device/invite.ts';
import { pairDevice } from './device/pair.ts';
import { listDevices } from './device/list.ts';
import { revokeDevice } from './device/revoke.ts';
import { createProject } from './project/create.ts';
import { listProjects } from './project/list.ts';
import { infoProject } from './project/info.ts';
import { addMember } from './project/add-member.ts';
import { removeMember } from './project/remove-member.ts';
import { handOverProject } from './project/hand-over.ts';
import { offerPasskey } from './passkey/offer.ts';
import { addPasskey } from './passkey/add.ts';
import { listPasskeys } from './passkey/list.ts';
import { removePasskey } from './passkey/remove.ts';
import { challengePasskey } from './passkey/challenge.ts';
import { loginByPasskey } from './passkey/login.ts';
import { confirmByPasskey } from './passkey/confirm.ts';
import { addDataset } from './dataset/add.ts';
import { listDatasets } from './dataset/list.ts';
import { infoDataset } from './dataset/info.ts';
import { budgetDataset } from './dataset/budget.ts';
import { sampleDataset } from './dataset/sample.ts';
import { exportDataset } from './dataset/export.ts';
import { listDataFiles } from './dataset/files.ts';
import { simulateDataset } from './dataset/simulate.ts';
import { showBudget } from './budget/show.ts';
import { budgetHistory } from './budget/history.ts';
import { forecastBudget } from './budget/forecast.ts';
import { setQuota } from './budget/quota-set.ts';
import { joinBudgets } from './budget/join.ts';
import { addCredential } from './credential/add.ts';
import { listCredentials } from './credential/list.ts';
import { removeCredential } from './credential/remove.ts';
import { planQuery } from './query/plan.ts';
import { runQuery } from './query/run.ts';
import { resultQuery } from './query/result.ts';
import { cancelQuery } from './query/cancel.ts';
import { listQueries } from './query/list.ts';
import { listRuns } from './run/list.ts';
import { infoRun } from './run/info.ts';
import { requestAccess } from './access/request.ts';
import { listAccess } from './access/list.ts';
import { approveAccess } from './access/approve.ts';
import { rejectAccess } from './access/reject.ts';
import { listAudit } from './audit/list.ts';
import { showAudit } from './audit/show.ts';
import { listPolicies } from './policy/list.ts';
import { showPolicy } from './policy/show.ts';
import { setPolicy } from './policy/set.ts';
import { removePolicy } from './policy/remove.ts';
import { testPolicy } from './policy/test.ts';
import { diffPolicies } from './policy/diff.ts';
import { exportAudit } from './audit/export.ts';
import { infoPlatform } from './platform/info.ts';
import { listExecutors } from './executor/list.ts';
import { checkExecutor } from './executor/check.ts';
import { listPlugins } from './plugin/list.ts';

/** Every operation of the product; router, gateway and reference iterate over this list. */
export const operations = [
  registerUser,
  confirmUser,
  loginUser,
  logoutUser,
  whoAmI,
  listUsers,
  approveUser,
  rejectUser,
  disableUser,
  changePassword,
  resetPassword,
  newPassword,
  setRoles,
  setGroups,
  createGroup,
  listGroups,
  listDevices,
  revokeDevice,
  inviteDevice,
  pairDevice,
  createProject,
  listProjects,
  infoProject,
  addMember,
  removeMember,
  handOverProject,
  offerPasskey,
  addPasskey,
  listPasskeys,
  removePasskey,
  challengePasskey,
  loginByPasskey,
  confirmByPasskey,
  addDataset,
  listDatasets,
  infoDataset,
  budgetDataset,
  sampleDataset,
  exportDataset,
  listDataFiles,
  simulateDataset,
  showBudget,
  budgetHistory,
  forecastBudget,
  setQuota,
  joinBudgets,
  addCredential,
  listCredentials,
  removeCredential,
  planQuery,
  runQuery,
  resultQuery,
  cancelQuery,
  listQueries,
  listRuns,
  infoRun,
  requestAccess,
  listAccess,
  approveAccess,
  rejectAccess,
  listAudit,
  showAudit,
  listPolicies,
  showPolicy,
  setPolicy,
  removePolicy,
  testPolicy,
  diffPolicies,
  exportAudit,
  infoPlatform,
  listExecutors,
  checkExecutor,
  listPlugins,
] as const satisfies readonly AnyOperation[];

export {
  registerUser,
  confirmUser,
  loginUser,
  logoutUser,
  whoAmI,
  listUsers,
  approveUser,
  rejectUser,
  disableUser,
  changePassword,
  resetPassword,
  newPassword,
  setRoles,
  setGroups,
  createGroup,
  listGroups,
  listDevices,
  revokeDevice,
  inviteDevice,
  pairDevice,
  createProject,
  listProjects,
  infoProject,
  addMember,
  removeMember,
  handOverProject,
  offerPasskey,
  addPasskey,
  listPasskeys,
  removePasskey,
  challengePasskey,
  loginByPasskey,
  confirmByPasskey,
  addDataset,
  listDatasets,
  infoDataset,
  budgetDataset,
  sampleDataset,
  exportDataset,
  listDataFiles,
  simulateDataset,
  showBudget,
  budgetHistory,
  forecastBudget,
  setQuota,
  joinBudgets,
  addCredential,
  listCredentials,
  removeCredential,
  planQuery,
  runQuery,
  resultQuery,
  cancelQuery,
  listQueries,
  listRuns,
  infoRun,
  requestAccess,
  listAccess,
  approveAccess,
  rejectAccess,
  listAudit,
  showAudit,
  listPolicies,
  showPolicy,
  setPolicy,
  removePolicy,
  testPolicy,
  diffPolicies,
  exportAudit,
  infoPlatform,
  listExecutors,
  checkExecutor,
  listPlugins,
};
export * from './query/query-answer.ts';
export { WantedError } from './query/question.ts';
export * from './user/user-record.ts';
export { MOST_MACHINE_DAYS } from './device/invite.ts';
export { DeviceRecord } from './device/device-record.ts';
export {
  PasskeyAssertion,
  PasskeyChallenge,
  PasskeyRecord,
  PasskeyRegistration,
  RP_ID,
} from './passkey/passkey-vocabulary.ts';
export * from './dataset/published-table.ts';
export * from './run/run-record.ts';
export * from './budget/budget-vocabulary.ts';
export { SpendRecord } from './budget/history.ts';
export { AuditLink, AuditRow, ExportedHead, ExportedRow } from './audit/audit-row.ts';
export * from './policy/policy-vocabulary.ts';
export { Executor } from './executor/list.ts';
export { AccessRecord, AccessState } from './access/access-vocabulary.ts';
export { FullProjectName, ProjectName, ProjectRecord, ProjectRef } from './project/project-vocabulary.ts';
