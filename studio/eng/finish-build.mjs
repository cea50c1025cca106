// After vite: puts the files of Elsa Studio beside the console's, compresses what vite made, and holds the first page to its budget.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { copyFileSync, linkSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';

/** Bytes that the first page may cost over the wire, in brotli. */
const budget = 300_000;
const dist = 'dist';
const elsaVersion = JSON.parse(readFileSync('package.json', 'utf8')).dependencies['@elsa-workflows/elsa-studio-wasm'];
const elsaSource = join('node_modules', '@elsa-workflows', 'elsa-studio-wasm');
const elsaTarget = join(dist, 'elsa', elsaVersion);

const walk = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]));

/** A link where the file system allows it: the package is 90 MB. */
function place(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

function placeElsa() {
  // Source maps, the sample page and its settings are not for serving.
  const unwanted = /\.map(\.br|\.gz)?$|\.scss$|^(index\.html|appsettings\.json|package\.json|README.*|LICENSE.*)(\.br|\.gz)?$/;
  for (const file of walk(elsaSource)) {
    const name = relative(elsaSource, file);
    if (!unwanted.test(name)) place(file, join(elsaTarget, name));
  }
  renameSync(join(dist, 'frame.html'), join(elsaTarget, 'index.html'));
  // Studio logs every request at its default level, which slows the page.
  writeFileSync(join(elsaTarget, 'appsettings.json'), JSON.stringify({ Logging: { LogLevel: { Default: 'Warning' } } }));
}

function compress() {
  const own = walk(dist).filter((file) => !file.startsWith(join(dist, 'elsa') + '/') && ['.js', '.css', '.html', '.svg', '.json'].includes(extname(file)));
  for (const file of own) {
    const bytes = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

/** Everything the first page loads before it is drawn: the page, its entry, and what that imports statically, with styles. */
function firstPage() {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));
  const files = new Set(['index.html', 'theme.js', 'favicon.svg']);
  const visit = (key) => {
    const chunk = manifest[key];
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const next of chunk.imports ?? []) visit(next);
  };
  visit('index.html');
  return [...files];
}

placeElsa();
compress();
const sizes = firstPage().map((file) => [file, statSync(join(dist, `${file}.br`)).size]);
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
rmSync(join(dist, '.vite'), { recursive: true });
console.log(`First page: ${(total / 1000).toFixed(1)} kB of ${budget / 1000} kB in brotli (${sizes.length} files).`);
if (total > budget) {
  for (const [file, size] of sizes.sort((a, b) => b[1] - a[1])) console.error(`${String(size).padStart(8)}  ${file}`);
  console.error('The first page is over its budget: load what it does not draw at once with import().');
  process.exit(1);
}
