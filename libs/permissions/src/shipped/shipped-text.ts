/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
export const SHIPPED_POLICIES = `@id("anyone-may-apply-and-log-in")
permit (
  principal,
  action in
    [
      Action::"user:register",
      Action::"user:confirm",
      Action::"user:login",
      Action::"user:reset-password",
      Action::"user:new-password",
      Action::"device:pair",
      Action::"passkey:challenge",
      Action::"passkey:login"
    ],
  resource
);

@id("users-know-themselves")
@scope("own")
permit (
  principal in Role::"user",
  action in
    [
      Action::"user:whoami",
      Action::"user:logout",
      Action::"user:password",
      Action::"device:invite",
      Action::"device:list",
      Action::"device:revoke",
      Action::"passkey:offer",
      Action::"passkey:add",
      Action::"passkey:list",
      Action::"passkey:remove",
      Action::"passkey:confirm"
    ],
  resource
);

@id("administrators-manage-users")
permit (
  principal in Role::"administrator",
  action in
    [
      Action::"user:list",
      Action::"user:approve",
      Action::"user:reject",
      Action::"user:disable",
      Action::"user:roles",
      Action::"user:groups",
      Action::"group:create",
      Action::"group:list",
      Action::"device:list",
      Action::"device:revoke",
      Action::"passkey:list",
      Action::"passkey:remove"
    ],
  resource
);

@id("administrators-watch-the-platform")
permit (
  principal in Role::"administrator",
  action == Action::"platform:info",
  resource
);

@id("administrators-read-audit")
permit (
  principal in Role::"administrator",
  action == Action::"audit:read",
  resource
);

@id("administrators-list-policies")
permit (
  principal in Role::"administrator",
  action == Action::"policy:list",
  resource
);

@id("administrators-keep-the-policies-of-the-platform")
@when("of the platform")
permit (
  principal in Role::"administrator",
  action in [Action::"policy:show", Action::"policy:set", Action::"policy:remove", Action::"policy:diff"],
  resource is Platform
);

@id("owners-see-applicants")
permit (
  principal in Role::"data-owner",
  action == Action::"user:list",
  resource
);

@id("owners-see-groups")
permit (
  principal in Role::"data-owner",
  action == Action::"group:list",
  resource
);

@id("owners-admit-scientists")
@when("the role is data-scientist")
permit (
  principal in Role::"data-owner",
  action == Action::"user:approve",
  resource
)
when { context has role && context.role == "data-scientist" };

@id("owners-publish")
permit (
  principal in Role::"data-owner",
  action in [Action::"dataset:add", Action::"dataset:files", Action::"dataset:simulate"],
  resource
);

@id("owners-keep-their-credentials")
@scope("own")
permit (
  principal in Role::"data-owner",
  action in [Action::"credential:add", Action::"credential:list", Action::"credential:remove"],
  resource
);

@id("owners-list-what-they-own")
@scope("own-datasets")
permit (
  principal in Role::"data-owner",
  action in [Action::"dataset:list", Action::"run:list", Action::"audit:read", Action::"policy:list", Action::"access:list"],
  resource
);

@id("owners-inspect-what-they-own")
@scope("own-datasets")
@when("owns the data set")
permit (
  principal in Role::"data-owner",
  action in
    [
      Action::"dataset:info",
      Action::"dataset:budget",
      Action::"dataset:sample",
      Action::"dataset:export",
      Action::"query:plan",
      Action::"run:info"
    ],
  resource
)
when {
  (resource is Dataset && resource.owner == principal) ||
  (resource is Job && resource has dataset && resource.dataset.owner == principal)
};

@id("owners-keep-the-budgets-of-what-they-own")
@when("owns the data set")
permit (
  principal in Role::"data-owner",
  action in
    [Action::"budget:show", Action::"budget:history", Action::"budget:forecast", Action::"budget:quota", Action::"budget:join"],
  resource
)
when { resource.owner == principal };

@id("owners-write-the-policies-of-what-they-own")
@scope("own-datasets")
@when("owns the data set")
permit (
  principal in Role::"data-owner",
  action in
    [Action::"policy:show", Action::"policy:set", Action::"policy:remove", Action::"policy:test", Action::"policy:diff"],
  resource is Dataset
)
when { resource.owner == principal };

@id("owners-decide-requests")
@when("owns the data set")
permit (
  principal in Role::"data-owner",
  action in [Action::"access:approve", Action::"access:reject"],
  resource
)
when { resource.owner == principal };

@id("scientists-find-data-sets")
permit (
  principal in Role::"data-scientist",
  action == Action::"dataset:list",
  resource
);

@id("scientists-read-public-metadata")
@when("its metadata are public")
permit (
  principal in Role::"data-scientist",
  action in [Action::"dataset:info", Action::"dataset:sample"],
  resource
)
when { resource.publicMetadata };

// Where the policies that owners write take effect: they say who, here stands what.

@id("granted-groups-ask")
@when("granted to a group of the caller")
permit (
  principal in Role::"user",
  action in [Action::"query:plan", Action::"query:run", Action::"dataset:budget"],
  resource
)
when { context has ownPermit && context.ownPermit };

@id("granted-groups-see-budgets")
@scope("own")
@when("granted to a group of the caller")
permit (
  principal in Role::"user",
  action in [Action::"budget:show", Action::"budget:history", Action::"budget:forecast"],
  resource
)
when { context has ownPermit && context.ownPermit };

@id("granted-groups-request")
@scope("own")
@when("granted to a group of the caller")
permit (
  principal in Role::"user",
  action == Action::"access:request",
  resource
)
when { context has ownPermit && context.ownPermit };

@id("users-list-their-jobs")
@scope("own")
permit (
  principal in Role::"user",
  action in [Action::"query:list", Action::"run:list"],
  resource
);

@id("users-follow-their-jobs")
@scope("own")
@when("own job")
permit (
  principal in Role::"user",
  action in [Action::"query:result", Action::"query:cancel", Action::"run:info"],
  resource
)
when { resource.owner == principal };

@id("users-make-projects")
permit (
  principal in Role::"user",
  action == Action::"project:create",
  resource
);

@id("users-list-their-projects")
@scope("own")
permit (
  principal in Role::"user",
  action == Action::"project:list",
  resource
);

@id("members-know-their-projects")
@scope("own")
@when("a member")
permit (
  principal in Role::"user",
  action == Action::"project:info",
  resource
)
when { principal in resource };

@id("makers-choose-members")
@scope("own")
@when("made it")
permit (
  principal in Role::"user",
  action in [Action::"project:add-member", Action::"project:remove-member"],
  resource
)
when { resource.owner == principal };

@id("members-leave")
@scope("own")
@when("a member, about oneself")
permit (
  principal in Role::"user",
  action == Action::"project:remove-member",
  resource
)
when { principal in resource && context has self && context.self };

@id("members-follow-the-runs-of-their-projects")
@scope("own")
@when("of a project of the caller")
permit (
  principal in Role::"user",
  action == Action::"run:info",
  resource
)
when { resource has project && principal in resource.project };

@id("users-list-their-requests")
@scope("own")
permit (
  principal in Role::"user",
  action == Action::"access:list",
  resource
);

@id("auditors-read-everything")
permit (
  principal in Role::"auditor",
  action in
    [
      Action::"audit:read",
      Action::"user:list",
      Action::"group:list",
      Action::"device:list",
      Action::"project:list",
      Action::"project:info",
      Action::"passkey:list",
      Action::"dataset:list",
      Action::"dataset:info",
      Action::"dataset:budget",
      Action::"run:list",
      Action::"run:info",
      Action::"platform:info",
      Action::"budget:show",
      Action::"budget:history",
      Action::"budget:forecast",
      Action::"access:list",
      Action::"policy:list",
      Action::"policy:show",
      Action::"policy:test",
      Action::"policy:diff"
    ],
  resource
);

@id("administrators-read-no-data")
forbid (
  principal in Role::"administrator",
  action in
    [
      Action::"query:plan",
      Action::"query:run",
      Action::"query:result",
      Action::"dataset:add",
      Action::"dataset:files",
      Action::"dataset:simulate",
      Action::"access:request",
      Action::"access:approve"
    ],
  resource
);

@id("administrators-grant-no-data")
@when("of a data set")
forbid (
  principal in Role::"administrator",
  action in [Action::"policy:set", Action::"policy:remove"],
  resource is Dataset
);

@id("auditors-change-nothing")
forbid (
  principal in Role::"auditor",
  action in
    [
      Action::"user:approve",
      Action::"user:reject",
      Action::"user:disable",
      Action::"user:roles",
      Action::"user:groups",
      Action::"group:create",
      Action::"project:create",
      Action::"project:add-member",
      Action::"project:remove-member",
      Action::"dataset:add",
      Action::"query:run",
      Action::"query:cancel",
      Action::"budget:quota",
      Action::"budget:join",
      Action::"credential:add",
      Action::"credential:remove",
      Action::"access:request",
      Action::"access:approve",
      Action::"access:reject",
      Action::"policy:set",
      Action::"policy:remove"
    ],
  resource
);

@id("nobody-decides-about-themselves")
@when("about oneself")
forbid (
  principal in Role::"user",
  action in
    [
      Action::"user:approve",
      Action::"user:reject",
      Action::"user:disable",
      Action::"user:roles",
      Action::"user:groups"
    ],
  resource
)
when { resource == principal };

@id("who-has-a-passkey-decides-with-it")
@when("a passkey is registered and did not sign this very decision")
forbid (
  principal in Role::"user",
  action in
    [
      Action::"user:approve",
      Action::"user:roles",
      Action::"user:groups",
      Action::"policy:set",
      Action::"policy:remove",
      Action::"passkey:add",
      Action::"passkey:remove"
    ],
  resource
)
when { context has passkey && context.passkey && !(resource is Dataset) }
unless { context has authentication && context.authentication == "step-up" };

@id("own-policies-forbid")
@when("an own policy forbids")
forbid (
  principal in Role::"user",
  action in [Action::"query:plan", Action::"query:run"],
  resource
)
when { context has ownForbid && context.ownForbid };
`;

export const SCHEMA = `// What policies may speak about. An attribute with a question mark may be missing: test for it with has first.

/// A base role; every approved user is also in Role::"user".
entity Role;
/// Each role is a group of the same name.
entity Group;
/// Named by the address of whoever made it and a name: ada@example.org/churn. Its members are in it.
entity Project = { owner: User };
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
action "project:info", "project:add-member", "project:remove-member"
  appliesTo {
    principal: User,
    resource: Project,
    context: {
      now: datetime,
      purpose?: String,
      authentication?: String,
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
action "audit:read", "platform:info" appliesTo { principal: User, resource: Platform, context: Always };
`;
