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

test('a function that uses three services loads three files', () => {
  const program = `
    const { App, Stack, aws_lambda: lambda, aws_s3: s3, aws_sqs: sqs } = require('aws-cdk-lib');
    const { SecureFunction } = require('./src/function/secure-function');
    const { BucketAccess } = require('./src/access/bucket');
    const { QueueAccess } = require('./src/access/queue');
    const { ServiceAccess } = require('./src/access/service');
    const stack = new Stack(new App(), 'Stack');
    const code = new SecureFunction(stack, 'Code', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromInline('x') });
    code.allow(
      BucketAccess.reads(new s3.Bucket(stack, 'Images')),
      QueueAccess.sends(new sqs.Queue(stack, 'Retries')),
      new ServiceAccess({ actions: ['sns:Publish'], resources: ['arn:aws:sns:eu-west-1:111122223333:alerts'] }),
    );
    stack.node.root.synth()`;

  expect(loadedBy(program)).toEqual(['s3', 'sns', 'sqs']);
});
