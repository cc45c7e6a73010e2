// Not exported: where the functions of a role write their logs.
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { edgeLogsStatement, logsStatement } from './logs-statement';
import { trustsEdge } from './trust-policy';

/** The log groups that an execution role may write to, and for Lambda@Edge their namesakes in other regions. */
export class RoleLogs {
  private readonly groups = new Set<logs.ILogGroupRef>();

  /** @param edge whether the function's replicas write logs in other regions */
  public constructor(private readonly role: iam.Role, private edge: boolean, private readonly functionName?: string) {}

  public allow(logGroup: logs.ILogGroupRef): void {
    this.groups.add(logGroup);
    this.role.addToPrincipalPolicy(logsStatement(logGroup));
    if (this.edge) { this.allowEdge(logGroup); }
  }

  /** Allows the namesakes too, once a distribution of CDK's has let Lambda@Edge assume the role. */
  public followTrust(): void {
    if (this.edge || !trustsEdge(this.role)) { return; }
    this.edge = true;
    this.groups.forEach((logGroup) => this.allowEdge(logGroup));
  }

  private allowEdge(logGroup: logs.ILogGroupRef): void {
    this.role.addToPrincipalPolicy(edgeLogsStatement(logGroup, this.role, this.functionName));
  }
}
