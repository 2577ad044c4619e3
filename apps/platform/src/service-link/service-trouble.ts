import { CodedError } from '@dq0/protocol';
import { ServiceRefusal } from './service-client.ts';

/** For those who keep the service running: what failed and what they do about it. Other errors go on. */
export function serviceTrouble(thrown: unknown): unknown {
  const away = thrown instanceof CodedError && thrown.code === 'SERVICE_UNAVAILABLE';
  if (!away && !(thrown instanceof ServiceRefusal)) return thrown;
  return new CodedError('SERVICE_UNAVAILABLE', {
    cause: thrown,
    message: away ? 'The service inside does not answer; jobs cannot run.' : 'The service inside could not do this.',
    remedy: away ? 'Start the service, or see its log; then try again.' : 'See the log of the service; then try again.',
  });
}
