import { readFileSync } from 'fs';
import { join } from 'path';
import type { PushSourceContract } from './contract';
import type { CalledFunction } from './contract-calls';
import { Statement } from '../../src/model/statement';
import { waitsFor } from '../template-graph';

/** The cells of a row of the README's table of push sources. */
export interface SourceRow {
  readonly name: string;
  readonly principal: string;
  readonly sourceArn: string;
  readonly sourceAccount: string;
  readonly order: string;
  readonly unpinned: string;
  readonly page: string;
}

/** The rows of the README's table of push sources. */
export function sourceRows(): SourceRow[] {
  const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
  const section = readme.split(/^#+ /m).find((part) => part.startsWith('Who may invoke')) ?? '';
  return [...section.matchAll(/^\| `([A-Za-z0-9]+)\b.*$/gm)].map(([line, name]) => {
    const [, principal, sourceArn, sourceAccount, order, unpinned, page, ...more] = line.slice(2, -2).split(' | ');
    expect(more).toEqual([]);
    return { name, principal, sourceArn, sourceAccount, order, unpinned, page };
  });
}

/** Checks what the README says of the source against the finished template. */
export function describeRow(contract: PushSourceContract, called: () => CalledFunction): void {
  test('its row in the README says who calls, for which source and account, and what comes first', () => {
    const row = sourceRows().find(({ name }) => name === contract.row)!;
    const cell = (text: string) => text.includes('; ') ? text.split('; ')[contract.alternative ?? 0] : text;
    const { done } = called();
    const statements = done.function('Fn').targets.flatMap((target) => target.statements);

    for (const statement of statements) {
      expect(codeIn(cell(row.principal), 'amazon')).toBe(statement.principals?.[0].id);
      expect(cell(row.sourceAccount).split(/\b/)[0]).toBe(valueOf(statement, 'aws:SourceAccount') === undefined ? 'no' : 'yes');
      expectForm(codeIn(cell(row.sourceArn), 'arn:'), valueOf(statement, 'aws:SourceArn'));
    }
    expect(cell(row.order).split(',')[0]).toBe(orderOf(contract, called()));
    expect(cell(row.unpinned)).toBe(contract.unpinned ?? '–');
  });
}

/** The first code in a cell that has something in it. */
function codeIn(cell: string, part: string): string | undefined {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code).find((code) => code.includes(part));
}

function valueOf({ conditions }: Statement, key: string): string | undefined {
  return conditions.find((condition) => condition.key === key)?.values[0];
}

/** Parts in capitals stand for one part of the ARN; P, R and A for the partition, region and account of the source. `PATH` may have several parts. */
function expectForm(form: string | undefined, arn: string | undefined): void {
  if (form === undefined || arn === undefined) {
    expect([form, arn]).toEqual([undefined, undefined]);
    return;
  }
  const places: { [name: string]: string } = { P: 'aws', R: 'eu-west-1', A: '111122223333', PATH: '.+' };
  const pattern = form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/[A-Z_]+/g, (name) => places[name] ?? '[^:/]+');
  expect(arn).toMatch(new RegExp(`^${pattern}$`));
}

/** Which of the permission and what connects the source waits for the other one. */
function orderOf({ connectedBy }: PushSourceContract, { done, stack }: CalledFunction): string {
  if (!connectedBy) { return 'nothing is made'; }
  const [connection] = done.resources(connectedBy);
  const [permission] = done.permissions();
  const template = done.template(stack);
  if (waitsFor(template, connection.id, permission.id)) { return 'permission first'; }
  return waitsFor(template, permission.id, connection.id) ? 'source first' : 'none';
}
