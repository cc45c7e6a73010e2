/** An operator without its set prefix and its `IfExists`. */
export interface BareOperator {
  readonly set?: 'ForAllValues' | 'ForAnyValue';
  readonly name: string;
  readonly ifExists: boolean;
}

/** Takes `ForAllValues:StringEqualsIfExists` apart. */
export function bareOperator(operator: string): BareOperator {
  const [, set, rest] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/s.exec(operator)!;
  const ifExists = rest.endsWith('IfExists');
  return {
    ...set && { set: set as BareOperator['set'] },
    name: ifExists ? rest.slice(0, -'IfExists'.length) : rest,
    ifExists,
  };
}
