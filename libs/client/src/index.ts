export { contactPlatform, type Contact } from './bundle/contact-platform.ts';
export { formatConnection, parseConnection, type Connection } from './bundle/connection.ts';
export { type PlatformPin } from './bundle/platform-pin.ts';
export {
  Attempt,
  Dq0Client,
  type CallOptions,
  type ClientOptions,
  type ClientSession,
  type Receipt,
} from './dq0-client.ts';
export { type Notice, type NoticeCode } from './notice.ts';
export { fetchTransport } from './proxies/fetch-transport.ts';
export { MAX_ANSWER_BYTES, type HttpAnswer, type HttpRequest, type HttpTransport } from './proxies/http-transport.ts';
