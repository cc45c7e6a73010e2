import { App, AppProps, Environment, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { readTemplates } from '../../src/cloudformation/read-template';
import { FunctionAccess } from '../../src/model/function-access';
import { cycleIn } from '../template-graph';

/** The account and region of most tests. */
export const HOME: Environment = { account: '111122223333', region: 'eu-west-1' };

/** What CDK recommends for new apps, and an app that never heard of it. */
export const FLAG_SETS: [string, { [flag: string]: unknown }][] = [
  ['with the recommended feature flags', CURRENTLY_RECOMMENDED_FLAGS],
  ['without feature flags', {}],
];

export const CODE: lambda.FunctionProps = {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => {};'),
};

export function newApp(flags: AppProps['postCliContext'] = {}): App {
  return new App({ postCliContext: flags, analyticsReporting: false, treeMetadata: false });
}

export function newStack(env: Environment = HOME): Stack {
  return new Stack(newApp(), 'Stack', { env });
}

/** A resource of a finished template. */
export interface Resource {
  readonly id: string;
  readonly Type: string;
  readonly Properties: { readonly [property: string]: unknown };
  readonly DependsOn?: string[];
}

/** An app after synthesis, whose templates hold no cycles. */
export class Synthesized {
  private readonly artifacts;
  private read?: FunctionAccess[];

  constructor(app: App) {
    this.artifacts = app.synth().stacks;
    for (const { id, template } of this.artifacts) {
      const cycle = cycleIn(template);
      if (cycle) { throw new Error(`the template of ${id} has the cycle ${cycle.join(' -> ')}`); }
    }
  }

  public template(stack: Stack): object {
    return this.artifacts.find(({ id }) => id === stack.artifactId)!.template;
  }

  /** The resources of a type, of one stack or of all. */
  public resources(type: string, stack?: Stack): Resource[] {
    const templates = stack ? [this.template(stack)] : this.artifacts.map(({ template }) => template);
    return templates
      .flatMap((template) => Object.entries((template as { Resources?: { [id: string]: Omit<Resource, 'id'> } }).Resources ?? {}))
      .map(([id, resource]) => ({ id, ...resource }))
      .filter((resource) => resource.Type === type);
  }

  public permissions(stack?: Stack): Resource[] {
    return this.resources('AWS::Lambda::Permission', stack);
  }

  /** Both sides of permission of every function. */
  public access(): FunctionAccess[] {
    this.read ??= readTemplates(this.artifacts.map(({ id, stackName, template, environment: { account, region } }) => ({
      stack: id,
      stackName,
      template,
      account: account === 'unknown-account' ? undefined : account,
      region: region === 'unknown-region' ? undefined : region,
    })));
    return this.read;
  }

  /** One function, by its construct id. */
  public function(id: string, stack = 'Stack'): FunctionAccess {
    const found = this.access().filter((access) => access.stack === stack && access.logicalId.replace(/[0-9A-F]{8}$/, '') === id);
    if (found.length !== 1) { throw new Error(`${found.length} functions of ${stack} are called ${id}`); }
    return found[0];
  }
}

/** The message of what a function throws: one line, and no end of a sentence. */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    const { message } = error as Error;
    expect(message).not.toMatch(/\n|\.$/);
    return message;
  }
  throw new Error('expected a failure, got none');
}
