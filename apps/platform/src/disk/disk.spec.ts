import { tmpdir } from 'node:os';
import { statfsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FolderDisk } from './disk.ts';

describe("a folder's disk", () => {
  it('is as large as the system says, and its free part is what may be written', async () => {
    const { blocks, bsize } = statfsSync(tmpdir());
    const { freeBytes, totalBytes } = await new FolderDisk(tmpdir()).space();
    expect(totalBytes).toBe(blocks * bsize);
    expect(freeBytes).toBeGreaterThan(0);
    expect(freeBytes).toBeLessThanOrEqual(totalBytes);
  });

  it('is an error where the folder is not', async () => {
    await expect(new FolderDisk('/nowhere/at/all').space()).rejects.toThrow('ENOENT');
  });
});
