/**
 * Whether some ARN fits both a resource as a policy writes it, with `*` and `?`, and the pattern of a resource type, with `{Name}`.
 *
 * @param spans whether a name may hold a slash, as the keys of objects and the names of parameters do
 */
export function intersects(resource: string, pattern: string, spans: boolean): boolean {
  const [given, known] = [arnParts(resource), arnParts(pattern)];
  return given.length === known.length && known.every((part, index) => partsIntersect(given[index], part, spans));
}

/** How deep a resource type lies: `table/{TableName}/index/{IndexName}` is deeper than `table/{TableName}`. */
export function depth(pattern: string): number {
  return pattern.split('/').length;
}

/** The words before the first name: `arn:{Partition}:sqs:{Region}:{Account}:` fits any queue, and only queues. */
export function sharesBeginning(resource: string, pattern: string): boolean {
  const [given, known] = [arnParts(resource), arnParts(pattern)];
  return given.length === known.length && partsIntersect(given[2], known[2], false) && partsIntersect(given[5], `${beginningOf(pattern)}*`, true);
}

/** What stands before the first name of a resource: `table/`. */
export function beginningOf(pattern: string): string {
  return (arnParts(pattern)[5] ?? '').split(/[{*]/)[0];
}

/** Whether partition, region and account can be those of an ARN of the pattern: empty where the pattern has none, and of their form elsewhere. */
export function fieldsFit(resource: string, pattern: string): boolean {
  const [given, known] = [arnParts(resource), arnParts(pattern)];
  if (given.length < known.length) { return false; }
  const isOpen = (field: number) => known[field].startsWith('{');
  const isIn = (field: number, form: RegExp) => isOpen(field) ? hasForm(given[field], form) : partsIntersect(given[field], known[field], false);
  // A model of Bedrock, which is of no account, has no region either where any region may answer; nor has a theme that AWS made.
  const isOfNoPlace = given[3] === '' && (known[4] === '' || given[4] === 'aws');
  const isOfAws = isOpen(4) && given[4] === '' && OF_AWS.test(given[5]);
  return isIn(1, PARTITION) && (isOfNoPlace || isIn(3, REGION)) && (isOfAws || isIn(4, ACCOUNT));
}

/** Whether a text is an ARN at all, whatever it is the ARN of; a wildcard stands for what is not known. IoT sends that of an account. */
export function isArn(text: string): boolean {
  const [scheme, partition, service = '', region, account, name] = arnParts(text);
  return scheme === 'arn' && hasForm(partition, PARTITION) && hasForm(service, /^[a-z0-9-]+$/) && !!(name || account)
    && (region === '' || hasForm(region, REGION)) && (account === '' || hasForm(account, ACCOUNT));
}

/** `aws`, `aws-us-gov`. */
const PARTITION = /^aws(-[a-z]+)*$/;

/** `eu-west-1`, `us-gov-west-1`, `eusc-de-east-1`. */
export const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

/** Twelve digits; `aws` owns what AWS made. */
const ACCOUNT = /^(\d{12}|aws)$/;

/** What AWS owns and gives everybody, with an account in the reference and without one in its ARN: `document/AWS-RunShellScript`. */
const OF_AWS = /^[a-z-]+\/(aws|AWS|Amazon)/;

function hasForm(field: string | undefined, form: RegExp): boolean {
  return field !== undefined && (form.test(field) || /[*?]|\$\{/.test(field));
}

/** Six parts; the last one keeps its colons. */
function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** One place of a pattern: a letter that must stand there, any one letter, or any number of letters. */
interface Place {
  readonly letter?: string;
  readonly many?: boolean;
  readonly slashes?: boolean;
}

function partsIntersect(resource: string, pattern: string, spans: boolean): boolean {
  if (resource === pattern || (/^\{[^}]*\}$/.test(pattern) && (spans || !resource.includes('/')))) {
    return true; // most parts of most ARNs
  }
  const given = places(resource.replace(/\$\{[^}]*\}/g, '*'), true); // a policy variable may be anything
  const known = places(pattern.replace(/\{[^}]*\}/g, '\0'), spans);
  // row[n]: the places of `given` up to here and the first n of `known` can be the same text
  let row = [true];
  known.forEach((place, index) => row.push(row[index] && place.many === true));
  for (const place of given) {
    row = nextRow(place, row, known);
  }
  return row[known.length];
}

function nextRow(place: Place, row: readonly boolean[], known: readonly Place[]): boolean[] {
  const next = [place.many === true && row[0]];
  known.forEach((other, index) => {
    const before = row[index] || (other.many === true && row[index + 1]);
    const passes = place.many === true ? row[index + 1] || next[index] : before && fits(place, other);
    next.push(passes || (other.many === true && next[index]));
  });
  return next;
}

function fits(place: Place, other: Place): boolean {
  if (other.many) {
    return other.slashes === true || place.letter !== '/';
  }
  return place.letter === undefined || other.letter === undefined || place.letter === other.letter;
}

function places(text: string, slashes: boolean): Place[] {
  return [...text].map((letter) => {
    switch (letter) {
      case '*': return { many: true, slashes: true };
      case '\0': return { many: true, slashes };
      case '?': return {};
      default: return { letter };
    }
  });
}
