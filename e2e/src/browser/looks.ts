import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { findings } from './studio.ts';

/** How people see a page. The last one is 1280 pixels at a zoom of 200 %. */
const LOOKS = [
  { look: 'light', colorScheme: 'light', width: 1280, height: 900, deviceScaleFactor: 1 },
  { look: 'dark', colorScheme: 'dark', width: 1280, height: 900, deviceScaleFactor: 1 },
  { look: '320 pixels wide', colorScheme: 'light', width: 320, height: 700, deviceScaleFactor: 1 },
  { look: 'zoomed to 200 %', colorScheme: 'light', width: 640, height: 450, deviceScaleFactor: 2 },
] as const;

/** Looks at a page as it stands in every way that people see it, and lets nothing pass. */
export async function accessibleInEveryLook(page: Page, state: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  for (const { look, colorScheme, width, height, deviceScaleFactor } of [...LOOKS.slice(1), LOOKS[0]]) {
    await page.emulateMedia({ colorScheme });
    const metrics = { width, height, deviceScaleFactor, mobile: false };
    await devtools.send('Emulation.setDeviceMetricsOverride', metrics);
    // Charts and editors follow their place a moment later.
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          requestAnimationFrame(() => requestAnimationFrame(resolve));
        }),
    );
    expect({ state, look, found: await findings(page) }).toEqual({ state, look, found: [] });
  }
  await devtools.detach();
}
