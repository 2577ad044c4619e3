const oldest = 24;

/* better-sqlite3 ends an older Node with a segmentation fault and no word, so this comes before every other import. */
if (Number(process.versions.node.split('.')[0]) < oldest) {
  process.stderr.write(
    `The proxy needs Node ${oldest} or newer; this is ${process.versions.node}. Start it with: node_modules/.bin/node\n`,
  );
  process.exitCode = 1;
} else {
  const { run } = await import('./run.ts');
  process.exitCode = await run(process.argv.slice(2));
}

export {};
