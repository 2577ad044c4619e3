export { BodyError, parseJson, readBody, readJsonBody } from './read-body.ts';
export {
  requestOverUnixSocket,
  UnixSocketError,
  type UnixSocketAnswer,
  type UnixSocketRequest,
} from './unix-socket-request.ts';
