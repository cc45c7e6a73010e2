// Not exported: part of the comparison with what is deployed.
import { existsSync, readdirSync, statSync } from 'fs';
import { basename, join } from 'path';
import { readJson } from '../cloudformation/read-file';
import { failure } from '../model/failure';
import { Gap } from '../model/function-access';
import { parseStatements } from '../model/policy-document';
import { JsonObject, isObject } from '../model/policy-json';
import { LocatedStatement, StatementSource } from '../model/statement';

/** What the AWS CLI printed about one function, file by file, and what is missing. */
export class DeployedFiles {
  public readonly gaps: Gap[] = [];
  public readonly name: string;

  constructor(private readonly directory: string, private readonly partition: string) {
    this.name = basename(directory);
  }

  /** The names between a beginning and `.json`: the qualifiers of `policy.<qualifier>.json`. */
  public namesAfter(beginning: string): string[] {
    const files = readdirSync(this.directory).filter((file) => file.startsWith(beginning) && file.endsWith('.json'));
    return files.map((file) => file.slice(beginning.length, -'.json'.length)).filter((name) => name !== '').sort();
  }

  /** The object in a file; undefined when the file is not there, or is empty because the command found nothing. */
  public read(file: string): JsonObject | undefined {
    const path = this.path(file);
    if (!existsSync(path) || statSync(path).size === 0) { return undefined; }
    const output = readJson(path);
    if (!isObject(output)) { throw failure(`'${path}' must be what the AWS CLI prints, got something else`); }
    return output;
  }

  /** Says that something is missing, unless the file is there: then it is known that the command found nothing. */
  public miss(file: string, command: string): void {
    if (existsSync(this.path(file))) { return; }
    this.gap(file, `what 'aws ${command}' prints is not saved in ${file}`);
  }

  public gap(file: string, reason: string): void {
    this.gaps.push({ source: this.source(file), reason });
  }

  /** The statements of a document, which may be JSON text, also encoded as in a URL. */
  public statements(document: unknown, file: string): LocatedStatement[] {
    const { statements, problems } = parseStatements(this.parsed(document, file), { partition: this.partition });
    problems.forEach((problem) => this.gap(file, problem));
    return statements.map((statement) => ({ ...statement, source: this.source(file) }));
  }

  public source(file: string): StatementSource {
    return { stack: this.name, logicalId: file, resourceType: 'AWS CLI', property: file };
  }

  /** Names in the files are not trusted: none of them leads to another directory. */
  private path(file: string): string {
    return join(this.directory, file.replace(/[/\\\0]/g, '-'));
  }

  private parsed(document: unknown, file: string): unknown {
    if (typeof document !== 'string') { return document; }
    try {
      return JSON.parse(document.startsWith('%7B') ? decodeURIComponent(document) : document) as unknown;
    } catch {
      throw failure(`'${join(this.directory, file)}' must hold a policy in JSON, got a text that cannot be parsed`);
    }
  }
}

/** A list in what the AWS CLI printed; empty when it is not there. */
export function listOf(output: JsonObject | undefined, key: string): unknown[] {
  const list: unknown = output && Object.hasOwn(output, key) ? output[key] : [];
  if (!Array.isArray(list)) { throw failure(`'${key}' of a saved document must be a list, got something else`); }
  return list;
}

/** A text in what the AWS CLI printed. */
export function textIn(object: JsonObject | undefined, key: string): string | undefined {
  const value = object && Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}
