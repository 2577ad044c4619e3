export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export interface KnownCommand {
  readonly words: readonly string[];
  readonly summary: string;
  readonly flags: readonly string[];
}

/** A script that completes commands and flags, for one shell. */
export function completionScript(shell: Shell, commands: readonly KnownCommand[]): string {
  if (shell === 'fish') return fish(commands);
  const cases = branches(commands)
    .map(([line, words]) => `    '${line}') words='${words.join(' ')}' ;;`)
    .join('\n');
  return shell === 'bash' ? bash(cases) : zsh(cases);
}

/** What may follow each beginning of a command line: the next words, and after a whole command its flags. */
function branches(commands: readonly KnownCommand[]): [line: string, words: string[]][] {
  const following = new Map<string, Set<string>>();
  const add = (line: string, word: string): void => {
    following.set(line, (following.get(line) ?? new Set()).add(word));
  };
  for (const { words, flags } of commands) {
    words.forEach((word, at) => add(words.slice(0, at).join(' '), word));
    for (const flag of flags) add(words.join(' '), flag);
  }
  return [...following].map(([line, words]) => [line, [...words].sort()]);
}

/** Only the words of the command itself choose the branch: flags and arguments after it do not. */
const LOOK_UP = (cases: string): string => `  while :; do
    words=''
    case "$line" in
${cases}
    esac
    [ -n "$words" ] && break
    case "$line" in *' '*) line="\${line% *}" ;; *) break ;; esac
  done`;

const bash = (cases: string): string => `_dq0() {
  local line words
  line="\${COMP_WORDS[*]:1:COMP_CWORD-1}"
${LOOK_UP(cases)}
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _dq0 dq0 ./dq0
`;

const zsh = (cases: string): string =>
  `#compdef dq0
_dq0_complete() {
  local line words_before words
  words_before=("\${(@)words[2,CURRENT-1]}")
  line="\${(j: :)words_before}"
${LOOK_UP(cases).replaceAll('$words', '$next').replaceAll("words='", "next='")}
  compadd -- \${=next}
}
compdef _dq0_complete dq0
`.replace('local line words_before words', 'local line words_before next');

function fish(commands: readonly KnownCommand[]): string {
  const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ words, summary, flags }) => {
    const [topic = '', verb] = words;
    const offered =
      verb === undefined
        ? `complete -c dq0 -f -n __fish_use_subcommand -a ${topic} -d ${quoted(summary)}`
        : `complete -c dq0 -f -n '__fish_seen_subcommand_from ${topic}; and test (count (commandline -opc)) -eq 2' -a ${verb} -d ${quoted(summary)}`;
    const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    return [offered, ...flags.map((flag) => `complete -c dq0 -n '${seen}' -l ${flag.slice(2)}`)];
  });
  const topics = [...new Set(commands.filter(({ words }) => words.length > 1).map(({ words }) => words[0]))];
  return `${topics
    .map((topic) => `complete -c dq0 -f -n __fish_use_subcommand -a ${topic}`)
    .concat(lines)
    .join('\n')}\n`;
}
