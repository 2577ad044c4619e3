export * from './dataset/column.ts';
export {
  CONNECTOR_TYPES,
  Connector,
  DATABASE_TYPES,
  Identifier,
  isDatabase,
  isFile,
  RelativePath,
  unreadable,
  type DatabaseType,
} from './dataset/connector.ts';
export * from './dataset/definition.ts';
export * from './define-operation.ts';
export * from './ends.ts';
export * from './errors.ts';
export * from './message.ts';
export * from './operations/index.ts';
export * from './audit-lines.ts';
export * from './plain-words.ts';
export * from './policy-words.ts';
export * from './plugin/mock.ts';
export * from './plugin/plan.ts';
export * from './plugin/request.ts';
export * from './plugin/result.ts';
export * from './proxy-api.ts';
export * from './rest/index.ts';
export * from './service/credential.ts';
export * from './service/executor-records.ts';
export * from './service/plugin-records.ts';
export * from './service/service-api.ts';
export * from './vocabulary.ts';
