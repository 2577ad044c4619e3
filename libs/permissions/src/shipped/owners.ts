/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
export const TEXT = `@id("owners-see-applicants")
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
`;
