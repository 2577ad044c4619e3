/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
export const TEXT = `@id("administrators-manage-users")
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
  action in
    [
      Action::"platform:info",
      Action::"executor:list",
      Action::"executor:check",
      Action::"plugin:list"
    ],
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
`;
