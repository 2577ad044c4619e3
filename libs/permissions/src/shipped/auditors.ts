/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
export const TEXT = `@id("auditors-read-everything")
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
      Action::"executor:list",
      Action::"plugin:list",
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
`;
