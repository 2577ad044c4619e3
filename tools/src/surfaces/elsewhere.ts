const A_BROWSER = 'a browser makes and uses the key: `dq0 passkey add` and `dq0 user login --passkey` open the page';

/** Operations without a command of their own, and why a terminal has none. */
export const NOT_IN_COMMANDS: Readonly<Record<string, string>> = {
  'passkey.offer': A_BROWSER,
  'passkey.add': A_BROWSER,
  'passkey.challenge': A_BROWSER,
  'passkey.login': A_BROWSER,
  'passkey.confirm': A_BROWSER,
};

/** Operations that have no page of Studi0 of their own, and why people do not need one. */
export const NOT_IN_STUDIO: Readonly<Record<string, string>> = {
  'user.whoami': 'the top bar shows what the gateway knows of the login',
  'device.pair': 'the new device runs it before it can open Studi0',
  'budget.join': 'cannot be undone, so it is written out where nothing is clicked by accident',
  'credential.add': 'a password of a database is typed in a terminal, not in a browser',
  'credential.remove': 'where credentials are added',
};
