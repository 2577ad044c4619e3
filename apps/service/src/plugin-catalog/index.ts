export { PluginCatalog } from './plugin-catalog.ts';
export { PluginCatalogModule } from './plugin-catalog.module.ts';
export { readPlugin, type Plugin } from './read-plugin.ts';
export { PluginError, readPluginManifest } from './read-plugin-manifest.ts';
