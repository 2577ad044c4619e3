const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** A number of bytes as people say it, in powers of 1000: "512 bytes", "38.2 GB". */
export function sizeText(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${UNITS[power] ?? ''}`;
}
