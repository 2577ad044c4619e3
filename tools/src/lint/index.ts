import { dependencyRules } from './dependency-rules.ts';
import { environmentInConfig } from './environment-in-config.ts';
import { featureInternals } from './feature-internals.ts';
import { injectedValues } from './injected-values.ts';
import { noOrmWrites } from './no-orm-writes.ts';
import { tellingNames } from './telling-names.ts';

/** The product's own lint rules. */
export default {
  rules: {
    'dependency-rules': dependencyRules,
    'environment-in-config': environmentInConfig,
    'feature-internals': featureInternals,
    'injected-values': injectedValues,
    'no-orm-writes': noOrmWrites,
    'telling-names': tellingNames,
  },
};
