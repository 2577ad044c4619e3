import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { findings } from './studio.ts';

/** Rules about colours. Dark colours change nothing else, as the same page in light ones is looked at whole. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** How people see a page; zoomed are 1280 pixels at 200 %. A page stays in the last look. */
const LOOKS: readonly Look[] = [
  { look: 'dark', colorScheme: 'dark', width: 1280, height: 900, deviceScaleFactor: 1, only: COLOURS },
  { look: '320 pixels wide', colorScheme: 'light', width: 320, height: 700, deviceScaleFactor: 1 },
  { look: 'zoomed to 200 %', colorScheme: 'light', width: 640, height: 450, deviceScaleFactor: 2 },
  { look: 'light', colorScheme: 'light', width: 1280, height: 900, deviceScaleFactor: 1 },
];

interface Look {
  readonly look: string;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  readonly deviceScaleFactor: number;
  readonly only?: readonly string[];
}

/** Looks at a page as it stands in every way that people see it, and lets nothing pass. */
export async function accessibleInEveryLook(page: Page, state: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  for (const { look, colorScheme, width, height, deviceScaleFactor, only } of LOOKS) {
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
    expect({ state, look, found: await findings(page, only) }).toEqual({ state, look, found: [] });
  }
  await devtools.detach();
}
