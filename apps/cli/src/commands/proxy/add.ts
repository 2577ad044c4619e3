import { contactPlatform, parseConnection, type Contact } from '@dq0/client';
import { fingerprintGroups } from '@dq0/encryption';
import { CodedError, Fingerprint } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { nodeTransport } from '../../session/node-transport.ts';
import { confirm } from '../../terminal/prompt.ts';

export default class ProxyAdd extends BaseCommand {
  static override summary = 'Add the invitation of a platform, and pin its identity';
  static override examples = [
    '<%= config.bin %> proxy add https://proxy.example.org#NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
  ];
  static override args = {
    connection: Args.string({ required: true, ignoreStdin: true, description: 'connection string of the invitation' }),
  };
  static override flags = {
    fingerprint: Flags.string({ description: 'twelve groups of five digits of the platform', helpValue: 'GROUPS' }),
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ProxyAdd);
    const connection = parseConnection(args.connection);
    const known = this.profile.pin;
    this.console.progress('Asking the proxy for the platform');
    const contact = await contactPlatform(connection, nodeTransport, () => new Date());
    this.console.done();
    this.#refuseOther(known?.thumbprint, contact.pin.thumbprint);
    if (known === undefined) await this.#compare(contact, flags.fingerprint);
    else if (flags.fingerprint !== undefined) this.#match(contact, flags.fingerprint);
    this.profile.savePin({
      ...contact.pin,
      proxies: [...new Set([...(known?.proxies ?? []), ...contact.pin.proxies])],
      bundleNumber: Math.max(contact.pin.bundleNumber ?? 0, known?.bundleNumber ?? 0),
      auditHeads: known?.auditHeads,
    });
    const { proxies = [] } = this.profile.pin ?? {};
    this.print({ platform: contact.fingerprint, proxies }, () => {
      const next = this.inProfile('Next: dq0 user register EMAIL');
      return `Added ${proxies.join(', ')}.\nThe platform is\n  ${contact.fingerprint}\n${next}`;
    });
  }

  /** The identity is known by the invitation, by a fingerprint that was given, or by a person who compares. */
  async #compare(contact: Contact, fingerprint: string | undefined): Promise<void> {
    if (fingerprint !== undefined) this.#match(contact, fingerprint);
    if (fingerprint !== undefined || contact.invited) return;
    const way = 'Use the whole connection string of the invitation, or pass --fingerprint "12345 ...".';
    if (!this.prompting.allowed) {
      throw new UsageError('Nothing says that this is the right platform.', way);
    }
    this.console.note(`The proxy says that its platform has the fingerprint\n\n  ${contact.fingerprint}\n`);
    this.console.note('Compare it with the one that its owner gave you by another way than this proxy.');
    if (!(await confirm('Are all twelve groups the same?', way, this.prompting))) {
      throw new CodedError('BUNDLE_INVALID', { message: 'The platform is not the one you meant; nothing was added.' });
    }
  }

  #match(contact: Contact, given: string): void {
    const digits = (text: string): string => text.replace(/\D/g, '');
    if (!Fingerprint.safeParse(given.trim()).success) {
      throw new UsageError('--fingerprint is not twelve groups of five digits.', 'Copy it from the invitation.');
    }
    if (digits(given) !== digits(fingerprintGroups(contact.pin.thumbprint))) {
      throw new CodedError('BUNDLE_INVALID', { message: 'The platform has another fingerprint; nothing was added.' });
    }
  }

  #refuseOther(known: string | undefined, found: string): void {
    if (known === undefined || known === found) return;
    throw new UsageError(
      `Profile "${this.profile.name}" belongs to another platform.`,
      'Use a profile of its own for this one: --profile NAME',
    );
  }
}
