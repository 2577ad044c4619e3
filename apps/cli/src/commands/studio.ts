import { Flags } from '@oclif/core';
import { joinGateway } from '../gateway/join-gateway.ts';
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
    join: Flags.boolean({
      description: 'for this profile at a gateway that runs already',
      exclusive: ['port', 'idle'],
    }),
    open: Flags.boolean({ allowNo: true, default: true, description: 'open the browser' }),
  };

  override async run(): Promise<void> {
    const { flags } = await this.read(Studio);
    if (flags.join) {
      await this.#announce(await joinGateway(this.environment.home, this.profile.name), flags.open);
      return;
    }
    await this.serve({ port: flags.port, idle: flags.idle ?? IDLE_MINUTES }, async ({ gateway, connection }) => {
      await this.#announce(await gateway.startUrl(connection), flags.open);
      this.console.note('End it with Ctrl-C.');
    });
  }

  async #announce(url: string, open: boolean): Promise<void> {
    const opened = open && (await openInBrowser(url));
    this.print({ url }, () =>
      opened ? `Studi0 is open in the browser, at ${new URL(url).origin}.` : `Open once, within 5 minutes: ${url}`,
    );
  }
}
