// Puts a .gz beside every file of dist that gains by it, and says how large the whole is on the wire. Fails above the limit.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const limit = 300_000;
const root = new URL('../dist', import.meta.url).pathname;

const filesUnder = folder =>
  readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });

let total = 0;
for (const path of filesUnder(root)) {
  const bytes = readFileSync(path);
  const packed = gzipSync(bytes, { level: 9 });
  if (packed.length < bytes.length * 0.9) writeFileSync(`${path}.gz`, packed);
  total += Math.min(packed.length, bytes.length);
}

console.log(`web client: ${(total / 1000).toFixed(0)} kB gzip of ${limit / 1000} kB allowed`);
if (total > limit) process.exit(1);
