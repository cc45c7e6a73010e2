import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureFunction } from 'cdk-secure-lambda';

/** How many functions an app has; each may invoke the one before it in its stack, so that the graph is as deep as it gets. */
const SIZES = [50, 100, 200, 400];
const FUNCTIONS_IN_A_STACK = 50;
const ROUNDS = 3;

process.env.CDK_VALIDATION = 'false';

/** Milliseconds to build and synthesize an app of so many functions. */
function synthesize(functions: number, secure: boolean): number {
  const begin = process.hrtime.bigint();
  const app = new App({ analyticsReporting: false });
  for (let first = 0; first < functions; first += FUNCTIONS_IN_A_STACK) {
    chain(new Stack(app, `Stack${first}`), Math.min(FUNCTIONS_IN_A_STACK, functions - first), secure);
  }
  app.synth();
  return Number(process.hrtime.bigint() - begin) / 1e6;
}

function chain(stack: Stack, length: number, secure: boolean): void {
  let before: lambda.Function | undefined;
  for (let index = 0; index < length; index++) {
    const props = { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {};') };
    const handler = secure ? new SecureFunction(stack, `Function${index}`, props) : new lambda.Function(stack, `Function${index}`, props);
    if (before) { handler.grantInvoke(before); }
    before = handler;
  }
}

function median(values: number[]): number {
  return values.sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

synthesize(10, true);
synthesize(10, false);
process.stdout.write('functions | SecureFunction : lambda.Function, time to synthesize (median of 3 pairs)\n');
for (const size of SIZES) {
  const ratios = Array.from({ length: ROUNDS }, () => synthesize(size, true) / synthesize(size, false));
  process.stdout.write(`${String(size).padStart(9)} | ${median(ratios).toFixed(2)}\n`);
}
