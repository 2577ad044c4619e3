export { PluginCatalog, type Plugin } from './plugin-catalog.ts';
export { PluginCatalogModule } from './plugin-catalog.module.ts';
export { PluginError, readPluginManifest } from './read-plugin-manifest.ts';
