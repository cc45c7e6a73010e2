/** The resource that writes who may invoke a function. */
export enum ResourcePolicyEngine {
  /**
   * One `AWS::Lambda::Permission` for each statement. Works in every region, across stacks, and beside statements that others add.
   */
  PERMISSIONS = 'PERMISSIONS',

  /**
   * One `AWS::Lambda::ResourcePolicy` for the function and for each of its aliases. It can say what permissions cannot: many sources in one
   * statement, organizational units, the organization of a source, and denials. It takes away every statement that it does not hold.
   *
   * AWS does not create it over a policy that exists. For a function that is deployed with permissions, use it on a new alias and move the callers there;
   * or take the permissions out in one deployment and set the engine in the next, and nobody may invoke the function in between.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-resourcepolicy.html
   */
  DOCUMENT = 'DOCUMENT',
}
