import path from 'node:path';
import { CONNECTOR_TYPES, Connector, isFile } from '@dq0/protocol';
import { csvOptions } from './csv-options.ts';
import { present, type Draft } from './draft.ts';
import type { Findings } from './finding.ts';
import { takeCommon } from './left-over.ts';
import { asNumber, asText, type Member, type Members } from './members.ts';

type ConnectorType = (typeof CONNECTOR_TYPES)[number];

const BY_WORD: Readonly<Record<string, ConnectorType>> = {
  ...Object.fromEntries(CONNECTOR_TYPES.map((type) => [type, type])),
  postgres: 'postgresql',
  mariadb: 'mysql',
  sqlserver: 'mssql',
  presto: 'trino',
  xlsx: 'excel',
};
const WRITE = 'Write connector: { type: csv, path: FILE } with a path under the data root, or name it with --path.';
const STORE = 'Store them as a credential of the platform and name it in connector.credential.';
const PLACE = 'Put the file at this path under the data root of the quarantine, or correct the path.';

/** Everything that a source says about where the data lie; what is a secret among it is never repeated. */
export interface SourceConnection {
  readonly type: Member | undefined;
  /** Addresses and paths; more than one where schemas have their own. */
  readonly uris: readonly Member[];
  readonly members: readonly Members[];
}

/** @param file path under the data root that the owner gave, which then counts */
export function translateConnector(
  { type, uris, members }: SourceConnection,
  file: string | undefined,
  findings: Findings,
): Draft | undefined {
  const options = csvOptions(members, findings);
  const [uri, ...others] = [...new Map(uris.map((member) => [asText(member.value), member])).values()];
  if (file !== undefined) {
    for (const { source } of uris) findings.dropped('connector', source, 'the connection', GIVEN, 'Nothing to do.');
    return fileConnector(fileTypeOf(type, file), file, options, findings);
  }
  if (others.length > 0) {
    const why = 'A data set has one connector.';
    findings.gap('connector', uri?.source ?? null, 'Several connections.', why, `${WRITE} Or split the data set.`);
    return undefined;
  }
  const word = typeOf(type?.value);
  const address = uri && asText(uri.value);
  const url = address === undefined ? undefined : parseUrl(address);
  const found = url?.type ?? word ?? (address === undefined ? undefined : byEnding(address));
  if (type !== undefined && word === undefined) {
    findings.dropped('connector.type', type.source, 'the type', 'No connector has this name.', WRITE);
  }
  if (found === undefined || (isFile({ type: found }) && address === undefined)) {
    findings.gap('connector', type?.source ?? null, 'The connector is missing.', 'The source does not say it.', WRITE);
    return undefined;
  }
  if (isFile({ type: found }) && !isPath(address ?? '')) {
    const why = 'It is no path of a file, and may hold secrets; it was not copied.';
    findings.dropped('connector.path', uri?.source ?? '', 'the connection', why, WRITE);
    findings.gap('connector', uri?.source ?? null, 'The path of the file is missing.', 'None is known.', WRITE);
    return undefined;
  }
  if (!isFile({ type: found })) return databaseConnector(found, url, uri, members, findings);
  return fileConnector(found, underDataRoot(address ?? '', uri?.source ?? null, findings), options, findings);
}

const GIVEN = 'The path was given with --path.';
const WRITE_HEADER = 'Write options: { header: false, columns: [...] } if it has none.';

/** By the ending of a file; a folder is what the source says, else of CSV files. */
function fileTypeOf(type: Member | undefined, file: string): ConnectorType {
  const written = typeOf(type?.value);
  return byEnding(file) ?? (written !== undefined && isFile({ type: written }) ? written : 'csv');
}

function fileConnector(type: ConnectorType, file: string, options: Draft, findings: Findings): Draft {
  if (type === 'csv' && options['header'] === undefined) {
    const why = 'A CSV file names its columns in its first line, unless something else is said.';
    findings.default('connector.options.header', 'A header line is expected.', why, WRITE_HEADER);
  }
  const told = type === 'csv' && Object.keys(options).length > 0;
  return present({ type, path: file, options: told ? options : undefined });
}

/** Neither an address of a network nor somebody's name at a host. */
function isPath(address: string): boolean {
  return address.startsWith('file://') || !/^[a-z][a-z0-9+.-]*:\/\/|^[^/\\]*@/i.test(address);
}

/** A relative path stays; of an absolute one, or one that leaves its folder, only the file's name. */
function underDataRoot(address: string, source: string | null, findings: Findings): string {
  const plain = address.replace(/^file:\/\//, '').replaceAll('\\', '/');
  const inside = !plain.startsWith('/') && !/^[A-Za-z]:/.test(plain) && !plain.split('/').includes('..');
  const file = inside ? plain : path.posix.basename(plain);
  const why = 'Files are read under the data root alone.';
  findings.decide('connector.path', source, inside ? 'Taken over.' : 'Only the name of the file was kept.', why, PLACE);
  return file;
}

interface Address {
  readonly type: ConnectorType;
  readonly host: string;
  readonly port: number | undefined;
  readonly database: string | undefined;
  readonly more: boolean;
}

function parseUrl(address: string): Address | undefined {
  const scheme = /^([a-z0-9+]+):\/\//i.exec(address)?.[1]?.toLowerCase().replace(/\+.*$/, '') ?? '';
  const type = typeOf(scheme);
  if (type === undefined || isFile({ type: type }) || !URL.canParse(address)) return undefined;
  const { hostname, port, pathname, username, password, search } = new URL(address);
  const database = decodeURIComponent(pathname.replace(/^\//, '').replace(/%(?![0-9a-f]{2})/gi, '%25'));
  return {
    type,
    host: hostname,
    port: port === '' ? undefined : Number(port),
    database: database === '' ? undefined : database,
    more: username !== '' || password !== '' || search !== '',
  };
}

function databaseConnector(
  type: ConnectorType,
  url: Address | undefined,
  uri: Member | undefined,
  members: readonly Members[],
  findings: Findings,
): Draft {
  const taken = (name: string): Member | undefined => takeCommon(members, name, 'connector', findings);
  const [host, port, database] = [taken('host'), taken('port'), taken('database')];
  if (uri !== undefined && (url === undefined || url.more)) {
    const why = 'It may hold secrets: only host, port and database of an address are copied.';
    findings.dropped('connector', uri.source, 'the rest of the connection', why, STORE);
  }
  for (const name of ['username', 'password']) {
    const secret = taken(name);
    if (secret === undefined) continue;
    const why = 'A definition never holds secrets or accounts of a database; the value was not copied.';
    findings.dropped('connector.credential', secret.source, name, why, STORE);
  }
  const named = (name: 'host' | 'database', member: Member | undefined): string | undefined => {
    const text = asText(member?.value);
    if (text === undefined || Connector.shape[name].safeParse(text).success) return text;
    const why = `It is no name of a ${name}, and may hold secrets; it was not copied.`;
    findings.dropped(`connector.${name}`, member?.source ?? '', `the ${name}`, why, `Write connector.${name}.`);
    return undefined;
  };
  const draft = present({
    type,
    host: named('host', host) ?? url?.host,
    port: portOf(port) ?? url?.port,
    database: named('database', database) ?? url?.database,
  });
  const source = host?.source ?? uri?.source ?? null;
  const why = 'How a database is entered never stands in a definition.';
  findings.decide('connector.credential', source, 'No credential is named.', why, STORE);
  return draft;
}

function portOf(member: Member | undefined): number | undefined {
  const port = asNumber(member?.value);
  return port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined;
}

function typeOf(value: unknown): ConnectorType | undefined {
  const word = asText(value)?.toLowerCase() ?? '';
  return Object.hasOwn(BY_WORD, word) ? BY_WORD[word] : undefined;
}

function byEnding(file: string): ConnectorType | undefined {
  const ending = typeOf(path.posix.extname(file).slice(1));
  return ending !== undefined && isFile({ type: ending }) ? ending : undefined;
}
