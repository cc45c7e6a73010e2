import { Answer } from '../answer';
import { Operators, known } from './operator';

/**
 * Operators that compare an address with a range, version 4 or 6.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export const IP_ADDRESS_OPERATORS: Operators = {
  IpAddress: { compare: isInRange, negated: false, takesVariables: false },
  NotIpAddress: { compare: isInRange, negated: true, takesVariables: false },
};

interface Range {
  readonly address: bigint;
  readonly bits: 32 | 128;
  readonly prefix: number;
}

function isInRange(wanted: string, given: string): Answer {
  const range = parseRange(wanted);
  const address = parseRange(given);
  if (!range || !address) { return 'CANNOT_SAY'; }
  if (range.bits !== address.bits || range.prefix > address.prefix) { return 'NO'; }
  const size = 2n ** BigInt(range.bits - range.prefix);
  return known(range.address / size === address.address / size);
}

/** An address without a prefix is a range of one. */
function parseRange(text: string): Range | undefined {
  const [, written, prefix] = /^([0-9A-Fa-f:.]{2,45})(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  if (written === undefined) { return undefined; }
  const bits = written.includes(':') ? 128 : 32;
  const address = bits === 32 ? parseVersion4(written) : parseVersion6(written);
  const length = prefix === undefined ? bits : Number(prefix);
  return address === undefined || length > bits ? undefined : { address, bits, prefix: length };
}

function parseVersion4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) { return undefined; }
  return parts.reduce((address, part) => address * 0x100n + BigInt(part), 0n);
}

/** Eight groups, where `::` stands for one or more groups of zero, and the last two may be written as version 4. */
function parseVersion6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) { return undefined; }
  const [head, tail] = halves.map((half) => groups(half));
  if (!head || (halves.length === 2 && !tail)) { return undefined; }
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) { return undefined; }
  const all = tail ? [...head, ...new Array<bigint>(missing).fill(0n), ...tail] : head;
  return all.reduce((address, group) => address * 0x10000n + group, 0n);
}

function groups(text: string): bigint[] | undefined {
  if (text === '') { return []; }
  const result: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const embedded = index === parts.length - 1 && part.includes('.') ? parseVersion4(part) : undefined;
    if (embedded !== undefined) {
      result.push(embedded / 0x10000n, embedded % 0x10000n);
    } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      result.push(BigInt(`0x${part}`));
    } else {
      return undefined;
    }
  }
  return result;
}
