import type { Page } from 'playwright-core';

/** Where Studi0 keeps what the person of this page types: below this, one key for each item. */
function keysOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const answer = await fetch('/v1/session');
    const { fingerprint, login } = (await answer.json()) as { fingerprint: string; login: { email: string } };
    return `studi0/${fingerprint.replaceAll(/\D/g, '')}/${encodeURIComponent(login.email)}/`;
  });
}

/** Puts an item there, as if it had been typed before. */
export async function keep(page: Page, item: string, value: object): Promise<void> {
  const key = (await keysOf(page)) + item;
  await page.evaluate(([name, text]) => localStorage.setItem(name, text), [key, JSON.stringify(value)] as const);
}

/** The texts of items whose name begins so, in no order. */
export async function keptIn(page: Page, begin: string): Promise<string[]> {
  const keys = (await keysOf(page)) + begin;
  return page.evaluate(
    (start) =>
      Object.entries(localStorage)
        .filter(([key]) => key.startsWith(start))
        .map(([, text]) => String(text)),
    keys,
  );
}
