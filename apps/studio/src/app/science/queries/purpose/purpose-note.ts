import { isPurpose, purposeText } from '../../../ui/purpose.ts';

/** What is to be said of a purpose while it is typed: what is wrong with it, or how it is sent. */
export function noteOf(typed: string): { readonly text: string; readonly wrong: boolean } {
  const sent = purposeText(typed);
  if (sent !== '' && !isPurpose(sent)) {
    return {
      text: 'A purpose begins with a letter; letters, digits and - may follow. For example: labour-study',
      wrong: true,
    };
  }
  return { text: sent === typed ? '' : `Sent as ${sent === '' ? 'no purpose' : sent}`, wrong: false };
}
