// Not exported: the form of an id is decided once, for all rules.

/**
 * Text from a template as part of a finding id: `arn:${AWS::Partition}:iam::111122223333:root` becomes
 * `arn:<AWS:Partition>:iam:111122223333:root`.
 *
 * In an id to acknowledge, CDK takes `::` for the end of the plugin's name, turns spaces into dashes and refuses
 * brackets that do not match, so none of them may stand in a detail. Nor may anything that a terminal would obey.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 */
export function detailOf(text: string): string {
  return text
    .replace(/\$\{([^{}]*)\}/g, '<$1>')
    .replace(/:{2,}/g, ':')
    .replace(/[^\x21-\x7e]|[[\](){}]/g, '-');
}

/** Text from a template as part of a sentence: on one line, and nothing a terminal would obey. */
export function sentenceOf(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ');
}
