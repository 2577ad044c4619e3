/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
export const TEXT = `@id("scientists-find-data-sets")
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
`;
