import { afterEach } from 'vitest';
import type { WatchedPage } from './studio.ts';

const opened = new Set<WatchedPage>();

/** Has the page told where a test fails: what a person would see there then. */
export function tellOnFailure(window: WatchedPage): void {
  opened.add(window);
  window.page.once('close', () => opened.delete(window));
}

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const { page, complaints } of opened) {
    const seen = await page
      .locator('body')
      .ariaSnapshot({ timeout: 5000 })
      .catch((error: unknown) => String(error));
    process.stderr.write(`\nAt the failure of "${task.name}", ${page.url()} showed:\n${seen}\n`);
    if (complaints.length > 0) process.stderr.write(`and its console: ${complaints.join('\n')}\n`);
  }
});
