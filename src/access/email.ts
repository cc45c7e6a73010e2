import { Stack } from 'aws-cdk-lib';
import * as ses from 'aws-cdk-lib/aws-ses';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { checkNames } from './conditions';
import { AccessTarget, ServiceStatements } from './service-statements';

/** Which e-mail the code may send. */
export interface EmailAccessOptions extends AccessOptions {
  /**
   * The address that must stand in `From`.
   *
   * @default - any address of the identity
   */
  readonly from?: string;

  /**
   * The configuration set the code names when it sends, or that the identity has.
   *
   * @default - none
   */
  readonly configurationSet?: ses.IConfigurationSet;

  /**
   * The name of the template the code sends with.
   *
   * @default - none
   */
  readonly templateName?: string;

  /**
   * IAM's names without prefix. With a raw message, the second version of the API asks for `SendRawEmail`.
   *
   * @default ['SendEmail']
   */
  readonly actions?: string[];
}

/**
 * Sending e-mail from an SES identity.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
 *
 * @example
 * declare const domain: ses.IEmailIdentity;
 * declare const resize: SecureFunction;
 * resize.allow(new EmailAccess(domain, { from: 'orders@example.com' }));
 */
export class EmailAccess implements IAccess {
  private readonly statements: ServiceStatements;

  constructor(identity: ses.IEmailIdentity, options: EmailAccessOptions = {}) {
    checkNames('from', options.from === undefined ? undefined : [options.from], identity);
    checkNames('templateName', options.templateName === undefined ? undefined : [options.templateName], identity);
    const arn = (resource: string, resourceName: string) => Stack.of(identity).formatArn({ service: 'ses', resource, resourceName });
    const target = (resourceType: string, arns: string[]): AccessTarget => ({
      resourceType,
      arns,
      limits: { option: 'from', keys: options.from ? ['ses:FromAddress'] : [] },
      conditions: () => options.from ? { StringEquals: { 'ses:FromAddress': options.from } } : undefined,
    });
    this.statements = new ServiceStatements({
      service: 'ses',
      actions: options.actions ?? ['SendEmail'],
      targets: [
        target('identity', [identity.emailIdentityArn]),
        ...options.configurationSet ? [target('configuration-set', [arn('configuration-set', options.configurationSet.configurationSetName)])] : [],
        ...options.templateName ? [target('template', [arn('template', options.templateName)])] : [],
      ],
      options,
      resource: identity,
      undeniable: undeniable(options),
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

/** The identity can be denied, but not a part of what is sent with it: an address has many spellings, and a template serves other identities too. */
function undeniable(options: EmailAccessOptions): string | undefined {
  const limit = (['from', 'configurationSet', 'templateName'] as const).find((option) => options[option] !== undefined);
  return limit && `'${limit}' does not tell which e-mails of the identity are denied, so it cannot be denied. Deny the identity without it`;
}
