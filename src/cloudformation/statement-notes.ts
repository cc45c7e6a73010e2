// Not exported: what `write-notes` writes into a template and `read-notes` reads.

/** The metadata of a role or policy: what was said about single statements, each with the statement that it is about. */
export const NOTES_KEY = 'cdk-secure-lambda:notes';

/** The metadata of a role: why several functions have it. */
export const SHARED_KEY = 'cdk-secure-lambda:shared';

/** The metadata of a permission: why everybody on the internet may call. */
export const PUBLIC_KEY = 'cdk-secure-lambda:public';

/** The metadata of a permission: a remark. */
export const NOTE_KEY = 'cdk-secure-lambda:note';
