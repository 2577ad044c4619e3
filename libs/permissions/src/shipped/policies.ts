/** Made of the files in libs/permissions/policies by `npm run generate`; change those. */
import { TEXT as everyone } from './everyone.ts';
import { TEXT as administrators } from './administrators.ts';
import { TEXT as owners } from './owners.ts';
import { TEXT as scientists } from './scientists.ts';
import { TEXT as granted } from './granted.ts';
import { TEXT as jobs } from './jobs.ts';
import { TEXT as projects } from './projects.ts';
import { TEXT as access } from './access.ts';
import { TEXT as auditors } from './auditors.ts';
import { TEXT as never } from './never.ts';

export const SHIPPED_POLICIES = [
  everyone,
  administrators,
  owners,
  scientists,
  granted,
  jobs,
  projects,
  access,
  auditors,
  never,
].join('\n');
