import { Flags } from '@oclif/core';

/** What a question is asked for. */
export const CONTEXT_FLAGS = {
  project: Flags.string({ description: 'project of yours that it is asked for', helpValue: 'PROJECT' }),
};

export type GivenContext = { readonly project?: string };

export function readContext({ project }: GivenContext): GivenContext {
  return project === undefined ? {} : { project };
}
