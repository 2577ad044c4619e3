import type { Environment } from '../config/environment.ts';
import { Spinner } from './spinner.ts';

/** stdout is data, stderr is progress and notes. Texts come here ready to be shown. */
export class Console {
  readonly json: boolean;
  readonly #colour: boolean;
  readonly #spinner: Spinner;

  constructor(options: { readonly json: boolean; readonly environment: Environment }) {
    this.json = options.json;
    const live = process.stderr.isTTY && !options.json;
    this.#colour = options.environment.colour && live;
    this.#spinner = new Spinner(live ? process.stderr : undefined);
  }

  data(text: string): void {
    this.#spinner.stop();
    process.stdout.write(text.endsWith('\n') || text === '' ? text : `${text}\n`);
  }

  note(text: string): void {
    this.#spinner.stop();
    process.stderr.write(`${text}\n`);
  }

  /** Says what is being waited for, until the next output. */
  progress(text: string): void {
    this.#spinner.show(text);
  }

  done(): void {
    this.#spinner.stop();
  }

  red(text: string): string {
    return this.#colour ? `\u001b[31m${text}\u001b[0m` : text;
  }
}
