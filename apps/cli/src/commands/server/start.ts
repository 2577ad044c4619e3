import { ServingCommand, servingFlags } from '../../gateway/serving-command.ts';
import { USUAL_PORT } from '../../gateway/studio-build.ts';

export default class ServerStart extends ServingCommand {
  static override summary = 'Serve the REST interface on this machine, for scripts and pipelines';
  static override description =
    'Listens on loopback only. The token stands in a file that nobody but you can read, and ends with the gateway.';
  static override examples = ['<%= config.bin %> server start', '<%= config.bin %> server start --port 9100 --json'];
  static override flags = { ...servingFlags };

  override async run(): Promise<void> {
    const { flags } = await this.read(ServerStart);
    const wanted = { port: flags.port ?? USUAL_PORT, orNext: flags.port === undefined };
    await this.serve({ wanted, idle: flags.idle ?? 0 }, ({ gateway, connection, token, tokenFile }) => {
      const url = `http://localhost:${gateway.port}`;
      const profile = connection.profile.name;
      const text = [
        `Serving ${url} for profile "${profile}". End it with Ctrl-C.`,
        `Token: ${token}`,
        `  kept in ${tokenFile}`,
      ];
      this.print({ url, tokenFile, profile }, () => text.join('\n'));
      return Promise.resolve();
    });
  }
}
