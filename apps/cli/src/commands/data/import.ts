import path from 'node:path';
import { AccountTerms, DatasetDefinition } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import type { z } from 'zod';
import { BaseCommand } from '../../base-command.ts';
import { definitionYaml, writeDefinition } from '../../definition/write-definition.ts';
import { readYaml, yamlValue } from '../../definition/yaml-text.ts';
import { UsageError } from '../../errors/usage-error.ts';
import type { Decisions } from '../../import/dataset-facts.ts';
import { importDefinition, type Imported } from '../../import/import-definition.ts';
import { gapLines, renderFindings } from '../../import/render-findings.ts';
import { NOTATIONS, type Notation } from '../../import/source-tree.ts';

const LIMIT_BYTES = 1_000_000;

interface Given {
  readonly format?: string | undefined;
  readonly out?: string | undefined;
  readonly name?: string | undefined;
  readonly account?: string | undefined;
  readonly epsilon?: string | undefined;
  readonly delta?: string | undefined;
  readonly path?: string | undefined;
}

export default class DataImport extends BaseCommand {
  static override summary = 'Turn metadata of SmartNoise or of the original system into a definition; works offline';
  static override description =
    'Prints the definition, and on stderr what is missing, what to decide, what was written without a source and ' +
    'what could not be carried over. Exits 0 only when the definition is complete, else 1.';
  static override examples = [
    '<%= config.bin %> data import PUMS.yaml',
    '<%= config.bin %> data import PUMS.yaml --path PUMS.csv --account us-2010 --epsilon 10 --delta 1e-6 --out pums.yaml',
  ];
  static override args = {
    file: Args.string({ required: true, ignoreStdin: true, description: 'metadata in YAML' }),
  };
  static override flags = {
    format: Flags.string({ options: [...NOTATIONS], description: 'notation of the file (default: by its shape)' }),
    out: Flags.string({ helpValue: 'FILE', description: 'file to write (default: stdout)' }),
    name: Flags.string({ helpValue: 'NAME', description: 'name of the data set' }),
    account: Flags.string({ helpValue: 'NAME', description: 'budget account of these people' }),
    epsilon: Flags.string({ helpValue: 'E', description: 'epsilon of the budget, for the life of these data' }),
    delta: Flags.string({ helpValue: 'D', description: 'delta of the budget' }),
    path: Flags.string({ helpValue: 'PATH', description: 'data file or folder, under the data root' }),
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.read(DataImport);
    const given: Given = flags;
    if (given.out !== undefined && path.resolve(given.out) === path.resolve(args.file)) {
      throw new UsageError('--out names the file that is read.', 'Choose another path.');
    }
    const decisions = decisionsOf(given);
    const yaml = readYaml(args.file, { limitBytes: LIMIT_BYTES, merge: true, purpose: 'Metadata hold no data.' });
    const imported = importDefinition(yamlValue(yaml, args.file), {
      notation: given.format as Notation | undefined,
      fileName: path.parse(args.file).name,
      decisions,
    });
    this.#show(imported, args.file, given.out);
    if (!imported.valid) process.exitCode = 1;
  }

  #show({ notation, definition, valid, findings }: Imported, file: string, out: string | undefined): void {
    const gaps = gapLines(findings);
    const head = `Imported from ${path.basename(file)} (${notation}).`;
    const text = definitionYaml(definition, gaps.length === 0 ? [head] : [`${head} Not complete:`, ...gaps]);
    if (out !== undefined) writeDefinition(out, text);
    if (this.console.json) {
      this.print({ format: notation, valid, definition, findings, file: out ?? null }, () => '');
      return;
    }
    if (out === undefined) this.console.data(text);
    this.console.note(renderFindings(findings));
    const next = `dq0 data add ${out ?? 'FILE'}`;
    this.console.note(
      valid ? `Complete. Check the list above, then: ${next}` : `Not complete: ${gaps.length} missing.`,
    );
  }
}

/** @throws UsageError for a value that no definition could hold */
function decisionsOf({ name, account, epsilon, delta, path: file }: Given): Decisions {
  const { shape } = DatasetDefinition;
  const { epsilon: ofEpsilon, delta: ofDelta } = AccountTerms.shape;
  const text = 'a lower-case letter, then letters, digits, _ or -';
  return {
    name: checked('--name', text, name, shape.name),
    account: checked('--account', 'lower-case letters, digits, _ or -', account, shape.account),
    epsilon: checked('--epsilon', 'a number above 0, at most 1000', numberOf(epsilon), ofEpsilon),
    delta: checked('--delta', 'a number above 0, at most 0.01', numberOf(delta), ofDelta),
    path: checked('--path', 'a path under the data root, without leading / or ..', file, shape.connector.shape.path),
  };
}

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

function checked<T>(flag: string, expected: string, value: T | undefined, schema: z.ZodType): T | undefined {
  if (value === undefined || schema.safeParse(value).success) return value;
  throw new UsageError(`${flag} is not valid.`, `Give ${expected}.`);
}
