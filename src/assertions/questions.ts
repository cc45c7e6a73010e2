// Not exported: puts the questions of a user to the model.
import { AssertedTarget, AssertedTemplates } from './asserted-templates';
import { Answered } from './explain';
import { InvokeCaller } from './invoke-caller';
import { invokeVerdict } from './invoke-verdict';
import { readAccount, readAction, readCaller, readContext, readResource, readService, readSource } from './question-text';
import { AssumeRoleOptions, RequestOptions } from './request-options';
import { roleVerdict, trustVerdict } from './role-verdict';
import { arnParts } from '../model/placeholder';

/** Reads the values of one question, and remembers what of them is not known. */
export type Spelling = (value: string, prop: string) => { readonly text: string; readonly reasons: readonly string[] };

/** What can be asked about one function, version or alias. */
export class Questions {
  constructor(private readonly templates: AssertedTemplates, private readonly asked: AssertedTarget, private readonly spell: Spelling) {}

  /** What its author calls it: the construct path, or stack and logical id. */
  public get name(): string {
    const { stack, logicalId } = this.asked.target;
    const path = this.templates.pathOf({ stack, logicalId, resourceType: '', property: '' });
    return path === undefined ? `${stack}/${logicalId}` : path.replace(/\/Resource$/, '');
  }

  public invoke(caller: InvokeCaller): Answered {
    const reasons = new Set<string>();
    const spelled = readCaller(caller, this.reader(reasons));
    const verdict = invokeVerdict(this.asked, spelled, this.templates.roles);
    return { question: `invoking ${this.name} as ${callerWords(spelled)}`, verdict, reasons: [...reasons] };
  }

  public call(named: string, resource: string, options: RequestOptions): Answered {
    const reasons = new Set<string>();
    const read = this.reader(reasons);
    const action = readAction(named, 'action', { option: 'unknownAction', reason: options.unknownAction });
    const spelled = readResource(resource, read, action, { prop: 'resource', option: 'unknownResource', reason: options.unknownResource });
    const resourceAccount = options.resourceAccount === undefined
      ? this.ownerOf(spelled)
      : readAccount(options.resourceAccount, 'resourceAccount', read);
    const verdict = roleVerdict(this.asked.access, {
      ...options, action, resource: spelled, resourceAccount, context: readContext(options.context ?? {}, read),
    });
    return { question: `calling ${action} on ${spelled} from ${this.name}`, verdict, reasons: [...reasons] };
  }

  public assume(service: string, options: AssumeRoleOptions): Answered {
    const reasons = new Set<string>();
    const read = this.reader(reasons);
    const verdict = trustVerdict(this.asked.access, readService(service, read, { prop: 'service', option: 'unknownService', reason: options.unknownService }), {
      ...options.sourceArn !== undefined && { sourceArn: readSource(options.sourceArn, read) },
      ...options.sourceAccount !== undefined && { sourceAccount: readAccount(options.sourceAccount, 'sourceAccount', read) },
      context: readContext(options.context ?? {}, read),
    });
    return { question: `assuming the role of ${this.name} as ${service}`, verdict, reasons: [...reasons] };
  }

  private reader(reasons: Set<string>): (value: string, prop: string) => string {
    return (value, prop) => {
      const read = this.spell(value, prop);
      read.reasons.forEach((reason) => reasons.add(reason));
      return read.text;
    };
  }

  /** The account in the ARN; for a bucket and what is in it, that of the stack that makes it. */
  private ownerOf(resource: string): string | undefined {
    const parts = arnParts(resource);
    if (parts[4]) { return parts[4]; }
    return parts[2] === 's3' ? this.templates.values.ownerOf(resource.split('/')[0]) : undefined;
  }
}

function callerWords({ service, account, principalArn, anonymous, context, unknownService, ...keys }: InvokeCaller): string {
  const kind = service ?? principalArn ?? (account === undefined ? undefined : `account ${account}`) ?? (anonymous ? 'anybody' : 'an account of an organization');
  const given = [...Object.entries(keys), ...Object.entries(context ?? {})].filter(([, value]) => value !== undefined);
  return given.length === 0 ? kind : `${kind} with ${given.map(([key, value]) => `${key} ${String(value)}`).join(', ')}`;
}
