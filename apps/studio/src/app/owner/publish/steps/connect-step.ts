import { Component, computed, inject, resource, signal } from '@angular/core';
import { Api } from '../../../data-access/api.ts';
import { listCredentials, listDataFiles } from '../../../data-access/operations.ts';
import { asProblem, type Problem } from '../../../data-access/problem.ts';
import { Loading } from '../../../ui/states/loading.ts';
import { PartProblem } from '../../../ui/states/part-problem.ts';
import { ProblemCard } from '../../../ui/states/problem-card.ts';
import { tableOf } from '../definition-of.ts';
import { withNames, type Draft } from '../draft.ts';
import { TextField } from '../text-field.ts';
import { Wizard } from '../wizard.ts';

const KINDS = [
  ['csv', 'A file of text (CSV)', 'Below the data root of the quarantine. It is read there and never leaves.'],
  ['parquet', 'A Parquet file', 'Below the data root. You name its columns in the next step.'],
  ['postgresql', 'A PostgreSQL database', 'By the name of a credential that you have stored.'],
  ['mysql', 'A MySQL database', 'By the name of a credential that you have stored.'],
] as const;

/** Where the data are: a file by its name, or a database by a stored credential. */
@Component({
  selector: 's0-connect-step',
  imports: [Loading, PartProblem, ProblemCard, TextField],
  templateUrl: './connect-step.html',
})
export class ConnectStep {
  private readonly api = inject(Api);
  protected readonly wizard = inject(Wizard);
  protected readonly draft = this.wizard.written;
  protected readonly kinds = KINDS;
  protected readonly isFile = computed(() => ['csv', 'parquet'].includes(this.draft().connector));
  protected readonly told = signal('');
  protected readonly failed = signal<Problem | undefined>(undefined);
  protected readonly found = resource({
    loader: ({ abortSignal }) => this.api.call(listDataFiles, {}, abortSignal),
  });
  protected readonly credentials = resource({
    params: () => (this.isFile() ? undefined : {}),
    loader: ({ abortSignal }) => this.api.call(listCredentials, {}, abortSignal),
  });
  protected readonly files = computed(() => (this.found.hasValue() ? this.found.value().files : []));
  protected readonly stored = computed(() =>
    this.credentials.hasValue() ? this.credentials.value().credentials.map(({ name }) => name) : [],
  );
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );

  /** Only what the owner says starts with names is asked for them. */
  protected async readNames(): Promise<void> {
    const { path } = this.draft();
    this.failed.set(undefined);
    this.told.set('');
    try {
      const { header } = await this.api.call(listDataFiles, { names: path });
      if (header === null) {
        this.told.set('The first line of this file does not hold names alone. Type them in the next step.');
        return;
      }
      const columns = withNames(this.draft().columns, header.columns);
      this.wizard.set({ columns, delimiter: header.delimiter });
      this.told.set(`${columns.length} columns are named: ${header.columns.join(', ')}.`);
    } catch (failure) {
      this.failed.set(asProblem(failure));
    }
  }

  protected choose(path: string): void {
    const name = this.draft().name;
    const suggested = tableOf({ table: '', path, name: '' } as Draft).toLowerCase();
    this.wizard.set({ path, ...(name === '' ? { name: suggested } : {}) });
  }

  protected size(bytes: number): string {
    if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
    return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
  }
}
