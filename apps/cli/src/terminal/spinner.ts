const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;
/** What is done sooner needs no spinner. */
const DELAY_MS = 400;

interface Terminal {
  write(text: string): unknown;
}

/** A moving mark with one line of text, on a terminal only; it never keeps the process alive. */
export class Spinner {
  readonly #terminal: Terminal | undefined;
  #text = '';
  #frame = 0;
  #began = 0;
  #timer: NodeJS.Timeout | undefined;
  #drawn = false;

  constructor(terminal: Terminal | undefined) {
    this.#terminal = terminal;
  }

  show(text: string): void {
    if (!this.#terminal) return;
    this.#text = text;
    if (this.#timer) return;
    this.#began = Date.now();
    this.#timer = setInterval(() => this.#draw(), FRAME_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#drawn) this.#terminal?.write('\r\u001b[K');
    this.#drawn = false;
  }

  #draw(): void {
    const elapsed = Date.now() - this.#began;
    if (elapsed < DELAY_MS) return;
    this.#drawn = true;
    const frame = FRAMES[this.#frame++ % FRAMES.length] ?? '';
    this.#terminal?.write(`\r${frame} ${this.#text}  ${(elapsed / 1000).toFixed(1)} s\u001b[K`);
  }
}
