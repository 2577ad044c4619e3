/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
export const TEXT = `// Where the policies that owners write take effect: they say who, here stands what.

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
`;
