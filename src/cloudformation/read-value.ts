// Not exported: assertions and the command line read the values of a question through it; it is not API.
import { resolve, textOf } from './read-intrinsics';
import { Reading } from './read-reading';
import { attributeOf, undecidedReason } from './read-references';
import { Templates } from './read-set';
import { Resource, StackTemplate } from './read-stack';
import { TemplateSource } from './template-source';

/** A value after its intrinsic functions were carried out. */
export interface ReadValue {
  readonly value: unknown;
  /** Why it is not known in full. */
  readonly reasons: readonly string[];
}

/** Reads values as if they stood in a template, so that the same resource is the same text as in what was read from it. */
export class ValueReader {
  private readonly templates: Templates;
  private buckets?: ReadonlyMap<string, string | undefined>;

  constructor(sources: readonly TemplateSource[]) {
    this.templates = new Templates(sources);
  }

  /** The value as it would be in a template. */
  public read(value: unknown, source: TemplateSource): ReadValue {
    const reading = new Reading();
    const result = resolve(value, this.stackOf(source), reading);
    return { value: result, reasons: [...reading.reasons, ...[...reading.undecided].map(undecidedReason)] };
  }

  /** The name of a template in what was read from it: two templates never share one. */
  public nameOf(source: TemplateSource): string {
    return this.stackOf(source).name;
  }

  /** The resource with a logical id. */
  public resource(logicalId: string, source: TemplateSource): Resource | undefined {
    return this.stackOf(source).resources.get(logicalId);
  }

  /** The account that owns a bucket of these templates: a bucket's ARN holds none. */
  public ownerOf(bucketArn: string): string | undefined {
    this.buckets ??= this.collectBuckets();
    return this.buckets.get(bucketArn);
  }

  /** Stacks of several accounts may give a bucket the same name; then its owner is not known. */
  private collectBuckets(): ReadonlyMap<string, string | undefined> {
    const owners = new Map<string, string | undefined>();
    for (const stack of this.templates.stacks) {
      for (const { type, logicalId } of stack.resources.values()) {
        const arn = type === 'AWS::S3::Bucket' ? textOf(attributeOf(logicalId, 'Arn', stack).value) : undefined;
        const owner = stack.environment.account;
        if (arn !== undefined) { owners.set(arn, owners.has(arn) && owners.get(arn) !== owner ? undefined : owner); }
      }
    }
    return owners;
  }

  private stackOf(source: TemplateSource): StackTemplate {
    return this.templates.stacks.find((stack) => stack.source === source)!;
  }
}
