// Not exported: CDK asks this of a construct's own metadata nowhere.
import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Whether a warning was acknowledged on the construct itself before it is added: CDK heeds that only for warnings that are
 * there already.
 */
export function isAcknowledged({ node }: IConstruct, warning: string): boolean {
  return node.metadata.some(({ type, data }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY
    && Object.keys(data as object).some((id) => id.split('::').pop() === warning));
}
