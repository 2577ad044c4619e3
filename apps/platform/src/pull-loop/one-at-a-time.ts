import { defer, exhaustMap, finalize, Subject, throttle, type Observable, type OperatorFunction } from 'rxjs';

/** Runs `work` for the first value; values that come while it runs are one more run after it. */
export function oneAtATime<T, R>(work: () => Observable<R>): OperatorFunction<T, R> {
  return (source) =>
    defer(() => {
      const ended = new Subject<void>();
      return source.pipe(
        throttle(() => ended, { leading: true, trailing: true }),
        exhaustMap(() => work().pipe(finalize(() => ended.next()))),
      );
    });
}
