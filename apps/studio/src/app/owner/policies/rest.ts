/** How long somebody rests before what they typed is looked at. */
const REST = 150;

/** Waits a moment; a newer wish ends the waiting. */
export function rest(abort: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, REST);
    abort.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('a newer wish', 'AbortError'));
    });
  });
}
