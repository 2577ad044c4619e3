import { appendFileSync } from 'node:fs';
import { startControl } from './control-server.ts';
import { HostileProxy } from './hostile-proxy.ts';

/** `main.js UPSTREAM PORT [RECORDING]`: a hostile proxy as a process of its own, honest until its control says otherwise. */
const [upstream = '', port = '', recording] = process.argv.slice(2);
if (!URL.canParse(upstream) || !/^\d+$/.test(port)) {
  process.stderr.write('Usage: node dist/testing/hostile-proxy/main.js UPSTREAM PORT [RECORDING]\n');
  process.exit(2);
}
const proxy = await HostileProxy.start({
  upstream,
  port: Number(port),
  ...(recording === undefined ? {} : { record: (text: string) => appendFileSync(recording, text) }),
});
const { origin: control } = await startControl(proxy);
process.stdout.write(`${JSON.stringify({ ready: true, origin: proxy.origin, control })}\n`);
process.once('SIGTERM', () => process.exit(0));
process.once('SIGINT', () => process.exit(0));
