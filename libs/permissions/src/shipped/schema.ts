/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
export const SCHEMA = `// What policies may speak about. An attribute with a question mark may be missing: test for it with has first.

/// A base role; every approved user is also in Role::"user".
entity Role;
/// Each role is a group of the same name.
entity Group;
/// Named by the address of whoever made it and a name: ada@example.org/churn. Its members are in it.
entity Project = {
  owner: User,
  /// The account of its owner has ended.
  orphaned: Bool,
};
/// Named by the e-mail address.
entity User in [Role, Group, Project];
entity Platform;
entity Dataset = {
  owner: User,
  /// 0 public, 1 high, 2 highest.
  level: Long,
  /// The owner lets data scientists read the definition.
  publicMetadata: Bool,
};
entity Job = {
  owner: User,
  dataset?: Dataset,
  project?: Project,
};

type Always = {
  now: datetime,
  /// Declared for query:run alone: missing here.
  purpose?: String,
  /// How the caller is known: "password", "passkey" or "machine" by the login; "step-up" where a passkey signed this very request.
  authentication?: String,
  /// The caller has registered a passkey.
  passkey?: Bool,
};

/// What the owner's and the administrator's own policies say, for the shipped ones alone.
type OnDataset = {
  now: datetime,
  purpose?: String,
  authentication?: String,
  passkey?: Bool,
  ownPermit?: Bool,
  ownForbid?: Bool,
};

/// One release. Decimals have four digits behind the point and are rounded against the one who asks.
type Release = {
  now: datetime,
  /// What it is asked for, as whoever asks declared it.
  purpose?: String,
  authentication?: String,
  passkey?: Bool,
  ownPermit?: Bool,
  ownForbid?: Bool,
  epsilon: decimal,
  /// In units of 1e-15, so 1e-6 is 1000000000.
  delta: Long,
  /// Part of the budget account that the caller has used so far, 0 to 1.
  usedByPerson: decimal,
  /// The same with this release.
  usedByPersonAfter: decimal,
  /// Part of the budget account that is left to all.
  remaining: decimal,
  plugin: String,
  pluginVersion: String,
};

action "user:register", "user:confirm", "user:login", "user:logout", "user:whoami", "user:password", "user:reset-password", "user:new-password", "user:list"
  appliesTo { principal: User, resource: Platform, context: Always };
action "device:invite", "device:pair", "device:list", "device:revoke"
  appliesTo { principal: User, resource: Platform, context: Always };
action "passkey:offer", "passkey:add", "passkey:list", "passkey:remove", "passkey:challenge", "passkey:login", "passkey:confirm"
  appliesTo { principal: User, resource: Platform, context: Always };
action "user:approve", "user:reject", "user:disable", "user:roles", "user:groups"
  appliesTo {
    principal: User,
    resource: User,
    context: {
      now: datetime,
      purpose?: String,
      authentication?: String,
      passkey?: Bool,
      /// That an applicant is to get.
      role?: String,
    },
  };

action "group:create", "group:list" appliesTo { principal: User, resource: Platform, context: Always };

action "project:create", "project:list" appliesTo { principal: User, resource: Platform, context: Always };
action "project:info", "project:add-member", "project:remove-member", "project:hand-over"
  appliesTo {
    principal: User,
    resource: Project,
    context: {
      now: datetime,
      purpose?: String,
      authentication?: String,
      passkey?: Bool,
      /// About the caller's own membership.
      self?: Bool,
    },
  };

action "dataset:add", "dataset:list", "dataset:files", "dataset:simulate"
  appliesTo { principal: User, resource: Platform, context: Always };
action "dataset:info", "dataset:budget", "dataset:sample", "dataset:export"
  appliesTo { principal: User, resource: Dataset, context: OnDataset };
action "budget:show", "budget:history", "budget:forecast", "budget:quota", "budget:join"
  appliesTo { principal: User, resource: Dataset, context: OnDataset };
action "credential:add", "credential:list", "credential:remove"
  appliesTo { principal: User, resource: Platform, context: Always };

action "query:plan" appliesTo { principal: User, resource: Dataset, context: OnDataset };
action "query:run" appliesTo { principal: User, resource: Dataset, context: Release };
action "query:result", "query:cancel" appliesTo { principal: User, resource: Job, context: Always };
action "query:list", "run:list" appliesTo { principal: User, resource: Platform, context: Always };
action "run:info" appliesTo { principal: User, resource: Job, context: Always };

action "access:list" appliesTo { principal: User, resource: Platform, context: Always };
action "access:request", "access:approve", "access:reject"
  appliesTo { principal: User, resource: Dataset, context: OnDataset };

action "policy:list" appliesTo { principal: User, resource: Platform, context: Always };
action "policy:test" appliesTo { principal: User, resource: Dataset, context: Always };
action "policy:show", "policy:set", "policy:remove", "policy:diff"
  appliesTo { principal: User, resource: [Dataset, Platform], context: Always };
action "audit:read", "platform:info", "executor:list", "executor:check", "plugin:list"
  appliesTo { principal: User, resource: Platform, context: Always };
`;
