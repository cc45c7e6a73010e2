import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { runCommandLine } from '../../src/cli/command-line';

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process. */
export function run(...args: readonly string[]): Ran {
  return runWatched(false, ...args);
}

/** Runs a command as if somebody looked at standard error. */
export function runWatched(isWatched: boolean, ...args: readonly string[]): Ran {
  const printed = { out: '', err: '' };
  const code = runCommandLine(args, { isWatched, out: (text) => { printed.out += text; }, error: (text) => { printed.err += text; } });
  return { code, ...printed };
}

const directories: string[] = [];
afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true })));

/** A new directory with these files; what is not text is written as JSON. */
export function directoryWith(files: { readonly [path: string]: unknown }): string {
  const directory = mkdtempSync(join(tmpdir(), 'command-line-'));
  directories.push(directory);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return directory;
}

/** What a template may hold beside a function that a bucket invokes and that reads from this bucket. */
export interface TemplateOptions {
  readonly resource?: string;
  readonly sourceAccount?: boolean;
  readonly more?: { readonly [logicalId: string]: unknown };
}

/** A template of a stack that knows its account: `Resize` may read `images/in/*`, and `images` may invoke it. */
export function template({ resource = 'arn:aws:s3:::images/in/*', sourceAccount = true, more = {} }: TemplateOptions = {}): object {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: resource };
  return {
    Resources: {
      Resize: {
        Type: 'AWS::Lambda::Function',
        Properties: { FunctionName: 'resize', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
        Metadata: { 'aws:cdk:path': 'App/Resize/Resource' },
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'resize-role',
          AssumeRolePolicyDocument: trustPolicy(),
          Policies: [{ PolicyName: 'Data', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }],
        },
      },
      OnUpload: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { Ref: 'Resize' },
          Principal: 's3.amazonaws.com',
          SourceArn: 'arn:aws:s3:::images',
          ...sourceAccount && { SourceAccount: '111122223333' },
        },
      },
      ...more,
    },
  };
}

export function trustPolicy(): object {
  return {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    }],
  };
}
