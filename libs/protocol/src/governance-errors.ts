/** About who may do what: groups, projects, requests for access, policies. */
export const GOVERNANCE_ERRORS = {
  GROUP_UNKNOWN: {
    kind: 'user',
    exit: 2,
    message: 'No such group.',
    remedy: 'Name a role, or a group of: dq0 group list',
  },
  GROUP_EXISTS: {
    kind: 'user',
    exit: 1,
    message: 'There is a group of this name.',
    remedy: 'Use it, or choose another name. The groups: dq0 group list',
  },
  GROUPS_FULL: {
    kind: 'user',
    exit: 1,
    message: 'A platform has 100 groups at most.',
    remedy: 'Use one that is not needed any more for the new purpose: dq0 group list',
  },
  PROJECT_UNKNOWN: {
    kind: 'user',
    exit: 3,
    message: 'No such project, or you are no member of it.',
    remedy: 'List your projects with: dq0 project list',
  },
  PROJECT_EXISTS: {
    kind: 'user',
    exit: 1,
    message: 'You made a project of this name.',
    remedy: 'Use it, or choose another name. Your projects: dq0 project list',
  },
  PROJECTS_FULL: {
    kind: 'user',
    exit: 1,
    message: 'One person makes 100 projects at most.',
    remedy: 'Use one that you have: dq0 project list',
  },
  PROJECT_FULL: {
    kind: 'user',
    exit: 1,
    message: 'A project has 100 members at most.',
    remedy: 'Take somebody out first: dq0 project remove-member PROJECT EMAIL',
  },
  MEMBER_UNKNOWN: {
    kind: 'user',
    exit: 1,
    message: 'No such member.',
    remedy: 'See the members with: dq0 project info PROJECT',
  },
  REQUEST_UNKNOWN: {
    kind: 'user',
    exit: 1,
    message: 'No such request for access, or it is not yours to decide.',
    remedy: 'List those that you may see with: dq0 access list',
  },
  REQUEST_CLOSED: {
    kind: 'user',
    exit: 1,
    message: 'The request is closed; what was decided is final.',
    remedy: 'It can be asked for again, or see the policies: dq0 policy list',
  },
  ACCESS_OPEN: {
    kind: 'user',
    exit: 1,
    message: 'You have an open request for this data set and purpose.',
    remedy: 'Wait for the decision of its owner: dq0 access list',
  },
  ACCESS_FULL: {
    kind: 'user',
    exit: 1,
    message: 'You have 20 open requests, which is the most.',
    remedy: 'Wait until some are decided or end: dq0 access list --state open',
  },
  PURPOSE_NEEDED: {
    kind: 'user',
    exit: 3,
    message: 'Your policy is for a purpose that this question does not name.',
    remedy: 'Say what it is for.',
  },
  POLICY_INVALID: {
    kind: 'user',
    exit: 2,
    message: 'The policy is not valid; nothing was changed.',
    remedy: 'Correct the named places. What a policy may say: docs/guide/policies.md',
  },
  POLICY_BOUNDS: {
    kind: 'user',
    exit: 3,
    message: 'You may not write such a policy; nothing was changed.',
    remedy: 'Write policies for the named data set alone, about asking it. Examples: docs/guide/policies.md',
  },
  POLICY_UNKNOWN: {
    kind: 'user',
    exit: 1,
    message: 'No such policy.',
    remedy: 'List the policies that you may read with: dq0 policy list',
  },
} as const;
