/** What is typed elsewhere is not for this profile: by another person on the telephone, or at the device that pairs a machine. */
const COMMAND = /(?:^|[ :])dq0 (?!(?:fingerprint|device pair --machine)$)[^\n]+$/gm;

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
