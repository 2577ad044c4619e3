import path from 'node:path';
import type { QueryAnswer } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import { renderAnswer } from '../../answers/render-answer.ts';
import { BaseCommand } from '../../base-command.ts';
import { readProxyStore, type StoredMessage } from '../../demo/proxy-store.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { readDeviceKeys } from '../../session/device-keys.ts';
import type { LastAnswer } from '../../session/profile.ts';
import { printable, printableLines } from '../../terminal/printable.ts';
import { renderFacts } from '../../terminal/table.ts';

const LINE = 96;
const LINES = 6;

export default class DemoProxy extends BaseCommand {
  static override summary = "Show what the proxy's database holds beside your last answer";
  static override flags = {
    database: Flags.string({ description: "the proxy's file (default: the one of the demo)", helpValue: 'FILE' }),
  };

  override async run(): Promise<void> {
    const { flags } = await this.read(DemoProxy);
    const last = this.profile.lastAnswer;
    if (!last)
      throw new UsageError('This profile has no answer yet.', 'Ask a question first: dq0 query run "SELECT ..."');
    const { identity } = await readDeviceKeys(this.profile);
    const file = flags.database ?? path.join(this.environment.home, 'proxy', 'proxy.sqlite');
    const { tables, messages } = readProxyStore(file, identity.thumbprint);
    const held = messages.filter(({ id }) => id === last.message);
    this.print({ file, tables, proxy: held, plain: { sql: last.sql, answer: last.answer } }, () =>
      [
        `What the proxy holds of your last answer, in ${file}:`,
        ...(held.length > 0 ? held.map(renderMessage) : ['  nothing any more: it was delivered and forgotten.']),
        `All that this file has, in rows: ${Object.entries(tables)
          .map(([name, rows]) => `${name} ${rows}`)
          .join(', ')}.`,
        'What you asked, and what came back, opened on this machine and nowhere on the way:',
        renderPlain(last),
      ].join('\n\n'),
    );
  }
}

function renderMessage({ kind, id, device, stored, sizeClass, envelope }: StoredMessage): string {
  const facts = renderFacts([
    [`  ${kind}`, id],
    ['  device', device],
    ['  stored', stored],
    ['  size class', `${sizeClass} bytes`],
  ]);
  return `${facts}\n${envelope === null ? '  (taken by the platform, and erased here)' : cipherText(envelope)}`;
}

/** The beginning and the end; what lies between looks the same. */
function cipherText(envelope: string): string {
  const lines = printable(envelope).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  const shown =
    lines.length <= LINES + 2
      ? lines
      : [...lines.slice(0, LINES), `… ${lines.length - LINES - 1} more lines like these …`, ...lines.slice(-1)];
  return shown.map((line) => `    ${line}`).join('\n');
}

function renderPlain({ sql, answer }: LastAnswer): string {
  const question = sql === '' ? '' : `${printableLines(sql)}\n\n`;
  return `${question}${renderAnswer(answer as QueryAnswer)}`.replaceAll(/^(?=.)/gm, '  ');
}
