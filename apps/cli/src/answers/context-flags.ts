import { Flags } from '@oclif/core';

/** What a question is asked for. */
export const CONTEXT_FLAGS = {
  project: Flags.string({ description: 'project of yours that it is asked for', helpValue: 'PROJECT' }),
  purpose: Flags.string({ description: 'what it is for, as policies name it', helpValue: 'PURPOSE' }),
};

export type GivenContext = { readonly project?: string; readonly purpose?: string };

export function readContext({ project, purpose }: GivenContext): GivenContext {
  return { ...(project === undefined ? {} : { project }), ...(purpose === undefined ? {} : { purpose }) };
}
