import { existsSync } from 'node:fs';

/** First the one without a window of its own: the other draws its tool bars for nobody, a fifth of the time. */
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine; without one these tests are counted as skipped. Debian: chromium-headless-shell */
export const chromium = PLACES.find((place) => existsSync(place));
export const WITHOUT = chromium === undefined ? ' (skipped: no Chromium on this machine)' : '';
