/**
 * The error of a rejected value, as one sentence on one line that ends with the path of the construct.
 *
 * Only the message is sure to reach Python and Java, so it must make sense alone.
 *
 * @param message names the prop in quotes, the value, what is allowed and what to do; lower case, no final period
 * @param path where the value was given: a construct, or nothing for what has no place in the tree
 */
export function failure(message: string, path?: { readonly node: { readonly path: string } }): Error {
  const located = path ? `${message} [${path.node.path || 'App'}]` : message;
  return new Error(located.replace(/[\0-\x1f]/g, (control) => JSON.stringify(control).slice(1, -1)));
}
