/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
export const TEXT = `@id("anyone-may-apply-and-log-in")
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
`;
