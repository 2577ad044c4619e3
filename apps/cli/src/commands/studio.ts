import { Flags } from '@oclif/core';
import { joinGateway } from '../gateway/join-gateway.ts';
import { openInBrowser } from '../gateway/open-in-browser.ts';
import { ServingCommand, servingFlags } from '../gateway/serving-command.ts';
import { studioPort } from '../gateway/studio-port.ts';

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
    const wanted = studioPort(this.environment.profiles, this.profile, flags.port);
    await this.serve({ wanted, idle: flags.idle ?? IDLE_MINUTES }, async ({ gateway, connection }) => {
      this.#rememberPort(gateway.port, flags.port !== undefined);
      await this.#announce(await gateway.startUrl(connection), flags.open);
      this.console.note('End it with Ctrl-C.');
    });
  }

  /** Another port for once is not remembered: what was typed lies at the usual one. */
  #rememberPort(port: number, named: boolean): void {
    const usual = this.profile.studioPort;
    if (usual === undefined || named) this.profile.saveStudioPort(port);
    else if (usual !== port) {
      this.console.note(`Port ${usual} is taken. What you typed in Studi0 there does not show at port ${port}.`);
    }
  }

  async #announce(url: string, open: boolean): Promise<void> {
    const opened = open && (await openInBrowser(url));
    this.print({ url }, () =>
      opened ? `Studi0 is open in the browser, at ${new URL(url).origin}.` : `Open once, within 5 minutes: ${url}`,
    );
  }
}
