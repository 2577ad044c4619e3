import { listCredentials, type Output } from '@dq0/protocol';
import { OperationCommand } from '../../../operation-command.ts';
import { renderTable } from '../../../terminal/table.ts';

export default class DataCredentialList extends OperationCommand<typeof listCredentials> {
  static override summary = 'List your credentials of databases, by name';
  protected override readonly operation = listCredentials;

  protected override render({ credentials }: Output<typeof listCredentials>): string {
    if (credentials.length === 0) return this.inProfile('No credentials. Store one with: dq0 data credential add NAME');
    return renderTable(
      ['credential', 'stored', 'data sets'].map((title) => ({ title })),
      credentials.map(({ name, stored, datasets }) => [name, stored, datasets.join(', ')]),
    );
  }
}
