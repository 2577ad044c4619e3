/** Of the comb, in its own units. */
export const WIDTH = 336;
const MOST_TEETH = 120;

/**
 * One tooth for this question and one for each more like it, as far as `span` of the account is looked at. Where the
 * account ends in it no tooth is begun that does not fit.
 */
export function teethOf(
  share: number,
  used: number,
  span: number,
): readonly { readonly x: number; readonly width: number }[] {
  const width = (share / span) * WIDTH;
  if (width <= 0) return [];
  const left = 1 - used;
  const room = (Math.min(span, left) / span) * WIDTH;
  // Teeth finer than a pixel or so would only be a grey field; every so many are drawn as one.
  const shown = Math.max(width, room / MOST_TEETH);
  const count = left < span ? Math.floor(room / shown + 1e-9) : Math.ceil(room / shown - 1e-9);
  return Array.from({ length: Math.max(1, count) }, (_none, at) => ({
    x: at * shown,
    width: Math.max(1, Math.min(shown, room - at * shown) - 1.2),
  }));
}
