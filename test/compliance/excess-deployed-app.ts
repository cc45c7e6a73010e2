import { Home } from './privilege-universe';
import { resolve, textOf } from '../../src/cloudformation/read-intrinsics';
import { Reading } from '../../src/cloudformation/read-reading';
import { Templates } from '../../src/cloudformation/read-set';
import { Resource, StackTemplate } from '../../src/cloudformation/read-stack';
import { readTemplates } from '../../src/cloudformation/read-template';
import { TemplateSource } from '../../src/cloudformation/template-source';
import { FunctionAccess } from '../../src/model/function-access';

/** Resources whose ARN is no attribute: its service, and what stands before the value of `Ref` in it. */
const ARN_BEFORE_REF: { readonly [type: string]: readonly [service: string, before: string] } = {
  'AWS::ApiGateway::RestApi': ['execute-api', ''],
  'AWS::EC2::SecurityGroup': ['ec2', 'security-group/'],
  'AWS::EC2::Subnet': ['ec2', 'subnet/'],
  'AWS::EC2::VPC': ['ec2', 'vpc/'],
};

/** Templates as they are after deployment: what CloudFormation makes up is there. */
export class DeployedApp {
  /** Sorted by logical id. */
  public readonly functions: readonly FunctionAccess[];
  /** The ARNs of the resources. */
  public readonly arns: readonly string[];
  private readonly resources: readonly Resource[];

  constructor(sources: readonly TemplateSource[], public readonly home: Home) {
    this.resources = new Templates(sources).stacks.flatMap((stack) => [...stack.resources.values()]);
    this.functions = JSON.parse(this.deployed(JSON.stringify(readTemplates(sources)))) as FunctionAccess[];
    const found = this.resources.flatMap(({ stack, logicalId }) => ['Arn', 'TopicArn', 'ExecuteApiArn', 'StreamArn'].map((attribute) => (
      this.valueOf({ 'Fn::GetAtt': [logicalId, attribute] }, stack)
    )));
    const byRef = this.resources.filter(({ type }) => Object.hasOwn(ARN_BEFORE_REF, type)).map(({ type, stack, logicalId }) => {
      const [service, before] = ARN_BEFORE_REF[type];
      return `arn:${home.partition}:${service}:${home.region}:${home.account}:${before}${this.valueOf({ Ref: logicalId }, stack)}`;
    });
    const logGroups = this.functions.map(({ logicalId }) => this.named(`arn:aws:logs:eu-west-1:111122223333:log-group:<${this.idOf(logicalId)}.LogGroup>`));
    this.arns = [...new Set([...found.filter((arn) => arn.startsWith('arn:')).map((arn) => arn.replace(/:\*$/, '')), ...byRef, ...logGroups])].sort();
  }

  /**
   * An ARN in which `<Id>` stands for the name of a resource and `<Id.LogGroup>` for that of the log group of a function, and
   * the partition, region and account of the examples for those of the app.
   */
  public named(text: string): string {
    const { partition, region, account } = this.home;
    const here = text.replace('arn:aws:', `arn:${partition}:`).replace(':eu-west-1:', `:${region}:`).replace(':111122223333:', `:${account}:`);
    return here.replace(/<(\w+)(\.LogGroup)?>/g, (_, id: string, isLogGroup?: string) => {
      const [found, ...others] = this.resources.filter(({ logicalId }) => this.idOf(logicalId) === id);
      if (!found || others.length > 0) { throw new Error(`'<${id}>' must be one resource of the app`); }
      const name = this.deployed(`\${${found.stack.name}.${found.logicalId}}`);
      const { LogGroup: logGroup } = (found.properties.LoggingConfig ?? {}) as { readonly LogGroup?: unknown };
      return isLogGroup ? this.valueOf(logGroup, found.stack) || `/aws/lambda/${name}` : name;
    });
  }

  /** The construct id that a logical id was made from. */
  public idOf(logicalId: string): string {
    return logicalId.replace(/([0-9a-f]{32})?[0-9A-F]{8}$/, '');
  }

  /** Gives each stand-in a name such as CloudFormation makes up, and a stack that may stand anywhere its place. */
  private deployed(text: string): string {
    const { partition, region, account } = this.home;
    return text
      .replace(/\$\{AWS::(Partition|Region|AccountId)\}/g, (_, name: string) => ({ Partition: partition, Region: region, AccountId: account })[name]!)
      .replace(/\$\{([\w-]+(?:\.[\w-]+)+)\}/g, (_, name: string) => name.toLowerCase().replace(/\./g, '-'));
  }

  private valueOf(expression: unknown, stack: StackTemplate): string {
    return this.deployed(textOf(resolve(expression, stack, new Reading())) ?? '');
  }
}
