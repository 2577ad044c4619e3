import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine; without one these tests are counted as skipped. Debian: apt-get install chromium */
export const chromium = PLACES.find((place) => existsSync(place));
export const WITHOUT = chromium === undefined ? ' (skipped: no Chromium on this machine)' : '';
