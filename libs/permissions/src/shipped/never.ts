/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
export const TEXT = `@id("administrators-read-no-data")
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
      Action::"project:hand-over",
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
      Action::"policy:remove",
      Action::"executor:check"
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
      Action::"user:reject",
      Action::"user:disable",
      Action::"user:roles",
      Action::"user:groups",
      Action::"project:add-member",
      Action::"project:remove-member",
      Action::"project:hand-over",
      Action::"budget:quota",
      Action::"access:approve",
      Action::"access:reject",
      Action::"policy:set",
      Action::"policy:remove",
      Action::"passkey:add",
      Action::"passkey:remove"
    ],
  resource
)
when { context has passkey && context.passkey }
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
