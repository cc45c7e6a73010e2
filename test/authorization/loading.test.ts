import { execFileSync } from 'child_process';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');

/** The services whose data is loaded after a program has run; Jest keeps no such list, so it runs on its own. */
function loadedBy(program: string): string[] {
  const print = 'console.log(JSON.stringify(Object.keys(require.cache).filter((path) => /services.(?!index)[a-z0-9-]+.generated.ts$/.test(path))))';
  const out = execFileSync(process.execPath, ['--import', 'tsx', '-e', `${program};${print}`], { cwd: ROOT, encoding: 'utf8' });
  return (JSON.parse(out) as string[]).map((path) => /([a-z0-9-]+)\.generated\.ts$/.exec(path)![1]).sort();
}

test('nothing is loaded by an import', () => {
  expect(loadedBy("require('./src/authorization/service-authorization'); require('./src/access/service'); require('./src/access/bucket')")).toEqual([]);
});

test('three services are three files', () => {
  const program = `
    const { ServiceAccess } = require('./src/access/service');
    new ServiceAccess({
      actions: ['s3:GetObject', 'sqs:SendMessage', 'sns:Publish'],
      resources: ['arn:aws:s3:::images/*', 'arn:aws:sqs:eu-west-1:111122223333:orders', 'arn:aws:sns:eu-west-1:111122223333:alerts'],
    })`;

  expect(loadedBy(program)).toEqual(['s3', 'sns', 'sqs']);
});
