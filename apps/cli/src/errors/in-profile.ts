/** What another person types (`dq0 fingerprint`, on the telephone) is in their profile, not in this one. */
const COMMAND = /(?:^|[ :])dq0 (?!fingerprint$)[^\n]+$/gm;

/** Commands at the ends of lines, as remedies name them, with the profile that the caller named: else they would use another. */
export function inProfile(text: string, profile: string | undefined): string {
  if (profile === undefined) return text;
  return text.replace(COMMAND, (command) =>
    command.includes('--profile') ? command : `${command} --profile ${profile}`,
  );
}

/** The profile that a command line names, also where the rest of it could not be understood. */
export function namedProfile(argv: readonly string[]): string | undefined {
  const end = argv.indexOf('--');
  const words = argv.slice(0, end < 0 ? argv.length : end);
  const at = words.findIndex((word) => word === '--profile' || word.startsWith('--profile='));
  if (at < 0) return undefined;
  return words[at] === '--profile' ? words[at + 1] : words[at]?.slice('--profile='.length);
}
