import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { parseStatements } from '../../src/model/policy-document';
import { AccessRequest, PolicySet } from '../../src/model/request';
import { LocatedStatement, Principal } from '../../src/model/statement';

/** A case as written in `cases/*.json`; see the README there. */
export interface Case {
  readonly name: string;
  readonly see?: string;
  readonly noAnswer?: string;
  readonly expected: string;
  readonly reason?: string;
  readonly identity?: readonly object[];
  readonly resource?: readonly object[];
  readonly boundary?: readonly object[];
  readonly incomplete?: boolean;
  readonly request?: WrittenRequest;
  readonly condition?: object;
  readonly context?: WrittenContext;
  readonly unknownKeys?: readonly string[];
  readonly kind?: 'RESOURCE' | 'ACTION' | 'ARN' | 'TEXT';
  readonly pattern?: string;
  readonly value?: string;
  readonly narrower?: string;
}

interface WrittenContext { readonly [key: string]: string | readonly string[] }

interface WrittenRequest {
  readonly principal: unknown;
  readonly account?: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
  readonly context?: WrittenContext;
  readonly unknownKeys?: readonly string[];
}

const FIELDS = new Set([
  'name', 'see', 'noAnswer', 'expected', 'reason', 'identity', 'resource', 'boundary', 'incomplete', 'request', 'condition', 'context', 'unknownKeys',
  'kind', 'pattern', 'value', 'narrower',
]);

/** All cases, by file. A misspelt field is an error, so that no case says less than its author meant. */
export function readCases(): [string, Case[]][] {
  const directory = join(__dirname, 'cases');
  return readdirSync(directory).filter((file) => file.endsWith('.json')).sort().map((file) => {
    const cases = JSON.parse(readFileSync(join(directory, file), 'utf8')) as Case[];
    for (const one of cases) {
      const unknown = Object.keys(one).find((field) => !FIELDS.has(field));
      if (unknown) { throw new Error(`${file}: '${one.name}' has an unknown field '${unknown}'`); }
    }
    return [file, cases];
  });
}

/** Statements written as in a policy. */
export function statementsOf(written: readonly object[], title: string): LocatedStatement[] {
  const { statements, problems } = parseStatements({ Version: '2012-10-17', Statement: written });
  if (problems.length > 0) { throw new Error(problems.join('; ')); }
  return statements.map((statement, index) => ({
    ...statement,
    source: { stack: 'Stack', logicalId: 'Policy', resourceType: 'AWS::IAM::Policy', property: `${title}[${index}]` },
  }));
}

export function policiesOf(one: Case): PolicySet {
  return {
    identity: statementsOf(one.identity ?? [], 'identity'),
    resource: statementsOf(one.resource ?? [], 'resource'),
    boundary: one.boundary && statementsOf(one.boundary, 'boundary'),
    incomplete: one.incomplete,
  };
}

export function requestOf(written: WrittenRequest): AccessRequest {
  return {
    principal: principalOf(written.principal),
    principalAccount: written.account,
    action: written.action,
    resource: written.resource,
    resourceAccount: written.resourceAccount,
    context: contextOf(written.context),
    unknownKeys: written.unknownKeys,
  };
}

export function contextOf(written: WrittenContext = {}): AccessRequest['context'] {
  return Object.fromEntries(Object.entries(written).map(([key, value]) => [key, typeof value === 'string' ? [value] : value]));
}

/** As a policy would name it; the parser writes account numbers out. */
function principalOf(written: unknown): Principal {
  const [statement] = statementsOf([{ Effect: 'Allow', Principal: written, Action: '*' }], 'request');
  return statement.principals![0];
}
