import { GatewayFiles } from '../../gateway/gateway-files.ts';
import { ServingCommand, servingFlags } from '../../gateway/serving-command.ts';

export default class ServerStart extends ServingCommand {
  static override summary = 'Serve the REST interface on this machine, for scripts and pipelines';
  static override description =
    'Listens on loopback only. The token stands in a file that nobody but you can read, and ends with the gateway.';
  static override examples = ['<%= config.bin %> server start', '<%= config.bin %> server start --port 9100 --json'];
  static override flags = { ...servingFlags };

  override async run(): Promise<void> {
    const { flags } = await this.read(ServerStart);
    await this.serve({ port: flags.port, idle: flags.idle ?? 0 }, async (gateway, connection) => {
      const url = `http://localhost:${gateway.port}`;
      const token = await gateway.newToken(connection);
      const files = new GatewayFiles(this.environment.home, gateway.port);
      const { tokenFile } = files;
      const profile = connection.profile.name;
      files.write(token, { url, profile, tokenFile, pid: process.pid });
      this.print({ url, tokenFile, profile }, () =>
        [
          `Serving ${url} for profile "${profile}". End it with Ctrl-C.`,
          `Token: ${token}`,
          `  kept in ${tokenFile}`,
        ].join('\n'),
      );
      return () => files.remove();
    });
  }
}
