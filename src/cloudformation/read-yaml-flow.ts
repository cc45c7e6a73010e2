// Not exported: part of the template reader.
import type { Document, DocumentOptions, Lexer, ParseOptions, SchemaOptions } from 'yaml';

type Yaml = typeof import('yaml');
type Options = DocumentOptions & ParseOptions & SchemaOptions;

/**
 * Parses YAML in which what stands between brackets is indented in any way, as CloudFormation takes it and the specification
 * does not. Undefined where the text is not one complete document even so: then the errors of the strict reading tell more.
 *
 * @see https://yaml.org/spec/1.2.2/#74-flow-collection-styles
 */
export function parseFreeFlow(yaml: Yaml, text: string, options: Options): Document.Parsed | undefined {
  const [document, ...others] = new yaml.Composer(options).compose(tokens(yaml, text), true, text.length);
  return others.length === 0 && document.errors.length === 0 ? document as Document.Parsed : undefined;
}

function* tokens(yaml: Yaml, text: string): Generator<import('yaml').CST.Token> {
  const [lexer, parser] = [freeLexer(yaml), new yaml.Parser()];
  for (const lexeme of lexer.lex(text)) { yield* parser.next(lexeme); }
  yield* parser.end();
}

/**
 * The library has no option for it: its lexer ends a flow collection at a line that is not indented deeper, and the tree
 * behind that line means nothing. So no line counts as too little indented while a flow collection is open. Should the lexer
 * one day keep this under other names, such a template is refused again, and no other is read in another way.
 */
function freeLexer(yaml: Yaml): Lexer {
  const lexer = new yaml.Lexer();
  const state = lexer as unknown as { readonly flowLevel: number };
  let indentNext = 0;
  Object.defineProperty(lexer, 'indentNext', {
    get: () => state.flowLevel > 0 ? 0 : indentNext,
    set: (indent: number) => { indentNext = indent; },
  });
  return lexer;
}
