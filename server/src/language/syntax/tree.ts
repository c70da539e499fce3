/**
 * The syntax tree of a `.nn` file. It is complete for any text: what is missing is a node too
 * (`Missing`, or a `Name` whose text is empty), so that the parser never fails.
 *
 * Offsets are UTF-16 code units; `end` is exclusive.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Name extends Span {
  readonly kind: 'Name';
  /** Empty where the name is missing. */
  readonly text: string;
}

export interface NumberLiteral extends Span {
  readonly kind: 'Number';
  /** With the unit applied: `350k` is 350000, `200MB` is 2e8. */
  readonly value: number;
  readonly unit: 'k' | 'M' | 'G' | 'kB' | 'MB' | 'GB' | undefined;
}

export interface ShapeLiteral extends Span {
  readonly kind: 'Shape';
  /** `null` is an unknown size, written `?`. */
  readonly sizes: readonly (number | null)[];
}

export interface TextLiteral extends Span {
  readonly kind: 'Text';
  readonly value: string;
}

export interface BooleanLiteral extends Span {
  readonly kind: 'Boolean';
  readonly value: boolean;
}

export interface NoneLiteral extends Span {
  readonly kind: 'None';
}

/** `in`, the input of a block. */
export interface InExpression extends Span {
  readonly kind: 'In';
}

/** `input 28x28x1`, `input 784`, `input digits`, `input homes[rooms, area]`. */
export interface InputExpression extends Span {
  readonly kind: 'Input';
  readonly source: ShapeLiteral | NumberLiteral | Name | Missing;
  readonly parts: List | undefined;
}

/** A layer, block, function, initializer …, or a bare name (`args` is then undefined). */
export interface Call extends Span {
  readonly kind: 'Call';
  readonly callee: Name;
  readonly args: ArgumentList | undefined;
}

export interface ArgumentList extends Span {
  readonly kind: 'Arguments';
  readonly items: readonly Argument[];
}

export interface Argument extends Span {
  readonly kind: 'Argument';
  readonly name: Name | undefined;
  readonly value: Expression;
}

export interface List extends Span {
  readonly kind: 'List';
  readonly items: readonly Expression[];
}

export interface Tuple extends Span {
  readonly kind: 'Tuple';
  readonly items: readonly Expression[];
}

export interface MapLiteral extends Span {
  readonly kind: 'Map';
  readonly entries: readonly MapEntry[];
}

export interface MapEntry extends Span {
  readonly kind: 'Entry';
  readonly key: Name | TextLiteral | NumberLiteral;
  readonly value: Expression;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//';
export type ComparisonOperator = '<' | '<=' | '>' | '>=' | '==' | '!=';

export interface Binary extends Span {
  readonly kind: 'Binary';
  readonly operator: ArithmeticOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Negation extends Span {
  readonly kind: 'Negation';
  readonly operand: Expression;
}

export interface Comparison extends Span {
  readonly kind: 'Comparison';
  readonly operator: ComparisonOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Logical extends Span {
  readonly kind: 'Logical';
  readonly operator: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
}

export interface Not extends Span {
  readonly kind: 'Not';
  readonly operand: Expression;
}

/** `( … )` around one expression; kept so that the printer keeps what the writer meant. */
export interface Parenthesized extends Span {
  readonly kind: 'Parenthesized';
  readonly inner: Expression;
}

/** The place where an expression should stand and does not. */
export interface Missing extends Span {
  readonly kind: 'Missing';
}

export type Expression =
  | NumberLiteral
  | ShapeLiteral
  | TextLiteral
  | BooleanLiteral
  | NoneLiteral
  | InExpression
  | InputExpression
  | Call
  | List
  | Tuple
  | MapLiteral
  | Binary
  | Negation
  | Comparison
  | Logical
  | Not
  | Parenthesized
  | Missing;

/** `-> CALL * repeat if guard`; the span starts at the arrow. */
export interface Step extends Span {
  readonly kind: 'Step';
  readonly call: Call;
  readonly repeat: Expression | undefined;
  readonly guard: Expression | undefined;
}

export interface FlowStatement extends Span {
  readonly kind: 'Flow';
  readonly isOutput: boolean;
  readonly name: Name | undefined;
  readonly value: Expression;
  readonly steps: readonly Step[];
}

export interface LayerStatement extends Span {
  readonly kind: 'Layer';
  readonly name: Name;
  readonly call: Call;
}

export interface AssertStatement extends Span {
  readonly kind: 'Assert';
  readonly condition: Expression;
}

export type Statement = FlowStatement | LayerStatement | AssertStatement;

export interface Body extends Span {
  readonly kind: 'Body';
  readonly statements: readonly Statement[];
}

export interface ImportDeclaration extends Span {
  readonly kind: 'Import';
  readonly path: TextLiteral | Missing;
}

/** `shapes.circle(size=64)`, `mnist`, `csv("a.csv")`. */
export interface SourceExpression extends Span {
  readonly kind: 'Source';
  readonly path: readonly Name[];
  readonly args: ArgumentList | undefined;
}

export interface DataDeclaration extends Span {
  readonly kind: 'Data';
  readonly name: Name;
  readonly source: SourceExpression;
  readonly steps: readonly Step[];
}

export interface KernelDeclaration extends Span {
  readonly kind: 'Kernel';
  readonly name: Name;
  readonly value: Expression;
}

export interface DefaultsDeclaration extends Span {
  readonly kind: 'Defaults';
  readonly layer: Name;
  readonly map: MapLiteral;
}

export interface Parameter extends Span {
  readonly kind: 'Parameter';
  readonly name: Name;
  readonly value: Expression | undefined;
}

export interface BlockDeclaration extends Span {
  readonly kind: 'Block';
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
}

export interface ModelDeclaration extends Span {
  readonly kind: 'Model';
  readonly name: Name;
  readonly body: Body;
}

export interface TrainDeclaration extends Span {
  readonly kind: 'Train';
  /** `train fast = Digits on digits`: `fast`. */
  readonly name: Name | undefined;
  readonly model: Name;
  readonly data: Name;
  readonly map: MapLiteral;
  /** `assert test.accuracy > 0.98` among the entries; `test.accuracy` is a bare call of that name. */
  readonly assertions: readonly AssertStatement[];
}

export type Declaration =
  | ImportDeclaration
  | DataDeclaration
  | KernelDeclaration
  | DefaultsDeclaration
  | BlockDeclaration
  | ModelDeclaration
  | TrainDeclaration;

export interface Comment extends Span {
  readonly kind: 'Comment';
}

export interface SyntaxIssue extends Span {
  readonly message: string;
  /** What mends it, where another language's spelling is read as it is meant. */
  readonly replacement?: { readonly title: string; readonly edits: readonly Respelling[] };
}

/** The text that should stand in the place of a span. */
export interface Respelling extends Span {
  readonly text: string;
}

export interface SourceFile extends Span {
  readonly kind: 'SourceFile';
  readonly text: string;
  readonly declarations: readonly Declaration[];
  readonly comments: readonly Comment[];
  readonly issues: readonly SyntaxIssue[];
}

export type SyntaxNode =
  | SourceFile
  | Declaration
  | Body
  | Statement
  | Step
  | Expression
  | Argument
  | ArgumentList
  | MapEntry
  | Parameter
  | SourceExpression
  | Name;
