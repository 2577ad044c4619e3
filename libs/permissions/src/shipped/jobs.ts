/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
export const TEXT = `@id("users-list-their-jobs")
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
`;
