import { Flags } from '@oclif/core';
import { openInBrowser } from '../gateway/open-in-browser.ts';
import { ServingCommand, servingFlags } from '../gateway/serving-command.ts';

const IDLE_MINUTES = 60;

export default class Studio extends ServingCommand {
  static override summary = 'Open Studi0, the screens of DQ0, in the browser';
  static override description =
    'Serves Studi0 on loopback for this profile. The address that is printed begins one browser session and works once.';
  static override examples = ['<%= config.bin %> studio', '<%= config.bin %> studio --no-open --json'];
  static override flags = {
    ...servingFlags,
    open: Flags.boolean({ allowNo: true, default: true, description: 'open the browser' }),
  };

  override async run(): Promise<void> {
    const { flags } = await this.read(Studio);
    const { port, idle = IDLE_MINUTES } = flags;
    await this.serve({ port, idle }, async (gateway, connection) => {
      const url = await gateway.startUrl(connection);
      const opened = flags.open && (await openInBrowser(url));
      this.print({ url }, () =>
        opened
          ? `Studi0 is open in the browser, at http://localhost:${gateway.port}. End it with Ctrl-C.`
          : `Open once, within 5 minutes: ${url}\nEnd it with Ctrl-C.`,
      );
      return () => undefined;
    });
  }
}
