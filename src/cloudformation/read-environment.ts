// Not exported: part of the template reader.
import { TemplateSource } from './template-source';

/** Where a stack is deployed, with placeholders for what it does not know. */
export interface Environment {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly urlSuffix: string;
}

const PARTITIONS: readonly { readonly prefix: string; readonly partition: string; readonly urlSuffix: string }[] = [
  { prefix: 'cn-', partition: 'aws-cn', urlSuffix: 'amazonaws.com.cn' },
  { prefix: 'us-gov-', partition: 'aws-us-gov', urlSuffix: 'amazonaws.com' },
  { prefix: 'eusc-', partition: 'aws-eusc', urlSuffix: 'amazonaws.eu' },
  { prefix: 'us-isob-', partition: 'aws-iso-b', urlSuffix: 'sc2s.sgov.gov' },
  { prefix: 'us-isof-', partition: 'aws-iso-f', urlSuffix: 'csp.hci.ic.gov' },
  { prefix: 'eu-isoe-', partition: 'aws-iso-e', urlSuffix: 'cloud.adc-e.uk' },
  { prefix: 'us-iso-', partition: 'aws-iso', urlSuffix: 'c2s.ic.gov' },
  { prefix: '', partition: 'aws', urlSuffix: 'amazonaws.com' },
];

/** The environment of a template, completed by that of its parent. */
export function environmentOf(source: TemplateSource, parent?: Environment): Environment {
  const region = concrete(source.region, /^[a-z]{2,}(-[a-z0-9]+)+$/) ?? parent?.region ?? '${AWS::Region}';
  const account = concrete(source.account, /^\d{12}$/) ?? parent?.account ?? '${AWS::AccountId}';
  if (region.startsWith('$')) {
    return { region, account, partition: '${AWS::Partition}', urlSuffix: '${AWS::URLSuffix}' };
  }
  const { partition, urlSuffix } = PARTITIONS.find(({ prefix }) => region.startsWith(prefix))!;
  return { region, account, partition, urlSuffix };
}

function concrete(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}
