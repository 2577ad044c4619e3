import { Sha256 } from '@dq0/protocol';
import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { parseInput, ServiceFailure } from '../failures/index.ts';
import { FileStore } from './file-store.ts';
import { Spool } from './spool.ts';

@Controller('files')
export class FilesController {
  readonly #spool: Spool;
  readonly #files: FileStore;

  constructor(spool: Spool, files: FileStore) {
    this.#spool = spool;
    this.#files = files;
  }

  @Get(':sha256')
  read(@Param('sha256') sha256: unknown): StreamableFile {
    const digest = parseInput(Sha256, sha256);
    if (!this.#spool.hasFile(digest)) throw new ServiceFailure('FILE_UNKNOWN');
    return new StreamableFile(this.#files.read(digest), { type: 'application/octet-stream' });
  }
}
