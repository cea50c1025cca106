// Records how Node-RED answers the requests of NAMErequests.json with the flows of NAMEflows.json, as NAMEanswers.json; NAME is empty or 'more-'.
//   npm i node-red@5.0.7 in an empty folder; node node_modules/node-red/red.js -u data -p 18890 flows.json; node record.mjs http://127.0.0.1:18890 [more-]
// The answers were recorded with Node-RED 5.0.7 on Node 24.21.0. Headers that name the moment or the server are left out.
import { readFileSync, writeFileSync } from 'node:fs';

const [base, name = ''] = process.argv.slice(2);
const requests = JSON.parse(readFileSync(new URL(`${name}requests.json`, import.meta.url)));
const answers = [];
for (const { method, path, body } of requests) {
  const response = await fetch(base + path, { method, headers: body ? { 'content-type': 'application/json' } : {}, body: body && JSON.stringify(body) });
  const text = await response.text();
  const contentType = response.headers.get('content-type');
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('x-') && !['x-powered-by', 'x-content-type-options'].includes(name)));
  answers.push({ request: `${method} ${path}`, status: response.status, contentType, headers, body: contentType?.includes('json') ? JSON.parse(text) : text });
}
writeFileSync(new URL(`${name}answers.json`, import.meta.url), JSON.stringify(answers, null, 2) + '\n');
