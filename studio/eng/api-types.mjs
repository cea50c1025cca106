// Writes src/api/schema.d.ts from src/api/description.json, which is what the host says of its values (components of /openapi/v1.json); --check only tells whether it is up to date.
// A test of the host keeps the description true, so a member that is renamed there breaks tsc here.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const file = new URL('../src/api/schema.d.ts', import.meta.url);
const components = JSON.parse(readFileSync(new URL('../src/api/description.json', import.meta.url), 'utf8'));

// The host takes numbers from texts too and writes numbers; it leaves out what is null.
function told(schema) {
  if (Array.isArray(schema)) return schema.map(told);
  if (schema === null || typeof schema !== 'object') return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, told(value)]));
  if (Array.isArray(copy.type) && copy.type.some((type) => type === 'integer' || type === 'number')) {
    copy.type = copy.type.filter((type) => type !== 'string');
    delete copy.pattern;
  }
  if (Array.isArray(copy.required) && copy.properties) copy.required = copy.required.filter((name) => !mayBeNull(copy.properties[name]));
  return copy;
}

const mayBeNull = (schema) => schema !== undefined && ((Array.isArray(schema.type) && schema.type.includes('null')) || schema.oneOf?.some((one) => one.type === 'null'));

const types = await openapiTS({ openapi: '3.1.1', info: { title: 'STATUS', version: '1' }, paths: {}, components: told(components) });
const text = `// Written by eng/api-types.mjs from description.json; npm run api-types writes it anew.\n${astToString(types)}`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('src/api/schema.d.ts does not say what src/api/description.json says: run npm run api-types.');
  process.exit(1);
}
