// Not exported: the escape for a command line.

/** One argument for a POSIX shell, always in single quotes: `${AWS::Region}` is not expanded there. */
export function shellArgument(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
