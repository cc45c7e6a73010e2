import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { allOf, Conditions, hasWildcard, stringOperator } from './conditions';
import { KeyUse } from './key-statement';
import { ServiceStatements } from './service-statements';
import { actionFacts, ActionFacts } from '../authorization/service-authorization';
import { failure } from '../model/failure';

/** Which items and attributes of a table an access reaches. */
export interface TableAccessScope extends AccessOptions {
  /**
   * The partition keys the code may name, for instance the keys of one tenant. `*` and `?` match as in a policy: `TENANT#7#*`.
   *
   * @default - all items
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   */
  readonly leadingKeys?: string[];

  /**
   * The attributes the code may name, keys included. A request that names none, and so asks for all, is denied.
   *
   * @default - all attributes
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   */
  readonly attributes?: string[];
}

/** Which indexes an access reaches. */
export interface TableIndexScope extends TableAccessScope {
  /**
   * The indexes that `Query`, `Scan` and `PartiQLSelect` are for. With it, these go to the indexes only, not to the table itself;
   * what no index takes, such as `GetItem`, goes to the table.
   *
   * @default - the table itself, and none of its indexes
   */
  readonly indexes?: string[];
}

/** What the code may do with a table. */
export interface TableAccessOptions extends TableIndexScope {
  /** IAM's names without prefix: `PutItem`. */
  readonly actions: string[];
}

/**
 * What the code may do with a DynamoDB table and its indexes.
 *
 * A table with a customer-managed key brings the statement on the key.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 *
 * @example
 * declare const metadata: dynamodb.ITable;
 * declare const resize: SecureFunction;
 * resize.allow(new TableAccess(metadata, { actions: ['PutItem'] }));
 */
export class TableAccess implements IAccess {
  /** Items may be read from the table: `GetItem`, `BatchGetItem`, `Query`. A scan reads everything and is not part of it. */
  public static reads(table: dynamodb.ITable, options: TableAccessScope = {}): TableAccess {
    return new TableAccess(table, { ...options, actions: ['GetItem', 'BatchGetItem', 'Query'] });
  }

  /** Items may be written: `PutItem`, `UpdateItem`, `DeleteItem`, `BatchWriteItem`. */
  public static writes(table: dynamodb.ITable, options: TableAccessScope = {}): TableAccess {
    return new TableAccess(table, { ...options, actions: ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'] });
  }

  /** The table, or with `indexes` only these indexes, may be queried: `Query`. */
  public static queries(table: dynamodb.ITable, options: TableIndexScope = {}): TableAccess {
    return new TableAccess(table, { ...options, actions: ['Query'] });
  }

  private readonly statements: ServiceStatements;

  constructor(table: dynamodb.ITable, options: TableAccessOptions) {
    checkScope(table, options);
    const conditions = (action: ActionFacts) => scopeConditions(table, options, action);
    const denials = options.leadingKeys && keyDenials(options.leadingKeys);
    const indexes = (options.indexes ?? []).map((index) => `${table.tableArn}/index/${index}`);
    this.statements = new ServiceStatements({
      service: 'dynamodb',
      actions: options.actions,
      targets: [
        ...indexes.length > 0 ? [{ resourceType: 'index', arns: indexes, conditions, denials }] : [],
        { resourceType: 'table', arns: [table.tableArn], conditions, denials, unless: indexes.length > 0 ? 'index' : undefined },
      ],
      options,
      resource: table,
      keyUse: () => table.encryptionKey && keyUse(table),
      undeniable: options.attributes
        && "'attributes' would let a request pass that names none and is answered with all, so it cannot be denied. Allow only the other attributes",
    });
    checkIndexUse(table, options);
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

function checkScope(table: dynamodb.ITable, options: TableAccessOptions): void {
  for (const option of ['indexes', 'leadingKeys', 'attributes'] as const) {
    if (options[option]?.length === 0) {
      throw failure(`'${option}' is empty, which would allow nothing. Name what the code uses, or leave the option out`, table);
    }
  }
  const pattern = [...options.indexes ?? [], ...options.attributes ?? []].find(hasWildcard);
  if (pattern !== undefined) {
    throw failure(`'indexes' and 'attributes' take names, not patterns, got '${pattern}'. Name each one`, table);
  }
}

function checkIndexUse(table: dynamodb.ITable, { indexes, actions }: TableAccessOptions): void {
  if (indexes && !actions.some((action) => actionFacts('dynamodb', action)?.resourceTypes.includes('index'))) {
    throw failure(`'indexes' is set, but ${actions.join(', ')} never reads an index. Add 'Query' or 'Scan', or leave 'indexes' out`, table);
  }
}

/** Any of the keys, and a request that names none: it may reach all. */
function keyDenials(keys: string[]): Conditions[] {
  return [{ [`ForAnyValue:${stringOperator(keys)}`]: { 'dynamodb:LeadingKeys': keys } }, { Null: { 'dynamodb:LeadingKeys': 'true' } }];
}

/** Null is checked as well: `ForAllValues` is true of a request that names no key or attribute at all. */
function scopeConditions(table: dynamodb.ITable, { leadingKeys, attributes }: TableAccessOptions, action: ActionFacts): Conditions {
  return allOf(
    leadingKeys && limitTo('leadingKeys', 'dynamodb:LeadingKeys', leadingKeys, action, table),
    attributes && limitTo('attributes', 'dynamodb:Attributes', attributes, action, table),
    // Without these, a request could name one attribute and be answered with all of them.
    attributes && knows(action, 'dynamodb:Select') ? { StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } } : undefined,
    attributes && action.level === 'Write' && knows(action, 'dynamodb:ReturnValues')
      ? { StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'] } } : undefined,
  );
}

function limitTo(option: string, key: string, values: string[], action: ActionFacts, table: dynamodb.ITable): Conditions {
  if (!knows(action, key)) {
    throw failure(`'${option}' cannot limit dynamodb:${action.name}: it does not know the condition key '${key}'. Allow it on its own, or leave it out`, table);
  }
  return { [`ForAllValues:${stringOperator(values)}`]: { [key]: values }, Null: { [key]: 'false' } };
}

function knows(action: ActionFacts, key: string): boolean {
  return action.conditionKeys.includes(key);
}

/**
 * For a caller that reads or writes items, DynamoDB only decrypts the key of the table; it makes data keys by itself.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
function keyUse(table: dynamodb.ITable): KeyUse {
  return {
    key: table.encryptionKey!,
    actions: ['Decrypt'],
    viaService: 'dynamodb',
    context: { StringEquals: { 'kms:EncryptionContext:aws:dynamodb:tableName': table.tableName } },
  };
}
