import { escaped, isVariable } from './placeholder';
import { AccessRequest } from './request';

/** The values of a key: undefined when the request does not have it, `UNKNOWN` when the caller does not know. */
export type KeyValues = readonly string[] | undefined | 'UNKNOWN';

/** A policy text after its variables were replaced: undefined when a variable has no value, `UNKNOWN` when that cannot be said. */
export type Resolved = string | undefined | 'UNKNOWN';

/** The condition keys of one request, found without regard to case. */
export class RequestContext {
  private readonly values = new Map<string, readonly string[]>();
  private readonly unknown: ReadonlySet<string>;

  constructor(request: AccessRequest) {
    for (const key of Object.keys(request.context)) { this.values.set(key.toLowerCase(), request.context[key]); }
    this.unknown = new Set(request.unknownKeys?.map((key) => key.toLowerCase()));
  }

  /** A key without values is absent. */
  public valuesOf(key: string): KeyValues {
    const name = key.toLowerCase();
    if (this.unknown.has(name)) { return 'UNKNOWN'; }
    const values = this.values.get(name);
    return values?.length ? values : undefined;
  }

  /**
   * Replaces the policy variables of a `Resource` or of a condition value. Wildcards in the replaced values are plain
   * characters.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
   */
  public resolve(text: string): Resolved {
    if (!text.includes('${')) { return text; }
    let result: 'KNOWN' | 'ABSENT' | 'UNKNOWN' = 'KNOWN';
    const replace = (whole: string) => {
      if (!isVariable(whole)) { return whole; }
      const value = this.variable(whole);
      if (value === undefined && result === 'KNOWN') { result = 'ABSENT'; }
      if (value === 'UNKNOWN') { result = 'UNKNOWN'; }
      return escaped(value ?? '');
    };
    const resolved = text.replace(/\$\{[^{}]+\}/g, replace);
    if (result === 'KNOWN') { return resolved; }
    return result === 'ABSENT' ? undefined : 'UNKNOWN';
  }

  /** The keys of the policy variables in some texts, where it is not known what the request has. */
  public unknownIn(texts: readonly string[]): string[] {
    const variables = texts.flatMap((text) => text.match(/\$\{[^{}]+\}/g) ?? []).filter(isVariable);
    return [...new Set(variables.map(keyOf).filter((key) => this.valuesOf(key) === 'UNKNOWN'))];
  }

  /** `${aws:PrincipalTag/team}` or, with a default, `${aws:PrincipalTag/team, 'company-wide'}`. */
  private variable(whole: string): Resolved {
    const comma = whole.indexOf(',');
    const values = this.valuesOf(keyOf(whole));
    if (values === 'UNKNOWN') { return values; }
    if (values === undefined) { return comma < 0 ? undefined : quoted(whole.slice(comma + 1, -1).trim()); }
    // A key with several values cannot be a variable, and AWS does not say what it would be replaced with.
    return values.length === 1 ? values[0] : 'UNKNOWN';
  }
}

function keyOf(variable: string): string {
  return variable.slice(2, -1).split(',')[0].trim();
}

/** What stands between single quotes. */
function quoted(text: string): string | undefined {
  return text.length > 1 && text.startsWith("'") && text.endsWith("'") ? text.slice(1, -1) : undefined;
}
