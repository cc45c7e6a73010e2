// Not exported: every rule once; a file of this folder that is not here is not checked.
export * from './action-wildcard';
export * from './cannot-say';
export * from './function-url';
export * from './managed-policy';
export * from './pass-role';
export * from './public-principal';
export * from './resource-wildcard';
export * from './source-account';
export * from './source-arn';
export * from './trusted-principal';
