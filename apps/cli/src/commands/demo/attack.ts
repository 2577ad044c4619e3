import path from 'node:path';
import { exportDataset } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import { ATTACKS } from '../../attack/attacks.ts';
import { readPopulation } from '../../attack/population.ts';
import { renderReports, reportOf, type AttackReport } from '../../attack/report.ts';
import { SCRATCH_EPSILON, ScratchOracle, type Parties } from '../../attack/scratch-oracle.ts';
import { PlatformCommand } from '../../platform-command.ts';
import { chooseProfile } from '../../session/choose-profile.ts';
import { readDeviceKeys } from '../../session/device-keys.ts';
import { openClient } from '../../session/open-client.ts';
import { Profile } from '../../session/profile.ts';

export default class DemoAttack extends PlatformCommand {
  static override summary = 'Attack copies of the sample until their budgets are used up, and see what it tells';
  static override examples = [
    '<%= config.bin %> demo attack --profile scientist',
    '<%= config.bin %> demo attack --only averaging --profile scientist',
  ];
  static override flags = {
    only: Flags.string({ options: ATTACKS.map(({ name }) => name), multiple: true, description: 'only this attack' }),
    owner: Flags.string({ default: 'owner', description: 'profile that owns the sample', helpValue: 'NAME' }),
  };

  override async run(): Promise<void> {
    const { flags } = await this.read(DemoAttack);
    const population = readPopulation(path.join(this.environment.home, 'data', 'adult.data'));
    const parties = await this.#parties(flags.owner);
    const reports: AttackReport[] = [];
    for (const attack of ATTACKS.filter(({ name }) => flags.only?.includes(name) ?? true)) {
      this.console.progress(`${attack.name} ${attack.about}`);
      const name = `attack-${attack.name}-${crypto.randomUUID().slice(0, 8)}`;
      const oracle = await ScratchOracle.publish(parties, name, attack.timing);
      reports.push(reportOf(attack, await attack.run(oracle, population), SCRATCH_EPSILON));
    }
    this.console.done();
    process.exitCode = reports.some(({ succeeded }) => succeeded) ? 8 : 0;
    this.print({ attacks: reports }, () => renderReports(reports));
  }

  /** The owner publishes the copies; the attacker is this profile, with no other rights than it has. */
  async #parties(ownerName: string): Promise<Parties> {
    const attacker = await this.client(exportDataset);
    const { name, folder } = chooseProfile(this.environment.profiles, ownerName);
    const profile = new Profile(name, folder);
    const owner = openClient(profile, await readDeviceKeys(profile), this.console);
    return { owner, attacker, patience: this.timeoutMs };
  }
}
