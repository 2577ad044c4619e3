/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
export const TEXT = `@id("users-list-their-requests")
@scope("own")
permit (
  principal in Role::"user",
  action == Action::"access:list",
  resource
);
`;
