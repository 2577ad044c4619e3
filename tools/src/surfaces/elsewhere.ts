/** Operations that have no page of Studi0 of their own, and why people do not need one. */
export const NOT_IN_STUDIO: Readonly<Record<string, string>> = {
  'user.whoami': 'the top bar shows what the gateway knows of the login',
  'device.pair': 'the new device runs it before it can open Studi0',
  'budget.join': 'cannot be undone, so it is written out where nothing is clicked by accident',
  'credential.add': 'a password of a database is typed in a terminal, not in a browser',
  'credential.remove': 'where credentials are added',
};
