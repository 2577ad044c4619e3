/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
export const TEXT = `@id("users-make-projects")
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

@id("project-owners-choose-members")
@scope("own")
@when("owns it")
permit (
  principal in Role::"user",
  action in [Action::"project:add-member", Action::"project:remove-member", Action::"project:hand-over"],
  resource
)
when { resource.owner == principal };

@id("administrators-hand-over-orphaned-projects")
@when("the account of its owner has ended")
permit (
  principal in Role::"administrator",
  action == Action::"project:hand-over",
  resource
)
when { resource.orphaned };

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
`;
