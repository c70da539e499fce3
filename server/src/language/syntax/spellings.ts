/** How other languages write something, and what is to be done about it. */
export interface Spelling {
  readonly message: string;
  /** The title of the fix, which mends every such place of the declaration. */
  readonly title: string;
}

/** What is read as it is meant, with one issue a declaration. */
export const spellings = {
  arrow: { message: 'An arrow is written ->', title: 'write ->' },
  arrowBehind: {
    message: 'An arrow stands at the start of a line, before its layer',
    title: 'put it before the layer',
  },
  argumentColon: { message: 'An argument is given by =, not by :', title: 'write =' },
  applied: { message: 'A layer stands behind its input: x -> Dense(10)', title: 'put the input before the layer' },
  bareArguments: { message: 'Arguments stand in ( )', title: 'put ( ) around them' },
  bodyColon: { message: 'What belongs to it stands in { }', title: 'write { }' },
  bodyEquals: { message: 'Nothing stands between a name and its {', title: 'leave it out' },
  comment: { message: 'A comment begins with #', title: 'write #' },
  inputSign: { message: 'Nothing stands between input and its shape', title: 'leave it out' },
  keyEquals: { message: 'A key is followed by :, not by =', title: 'write :' },
  lineEnd: { message: 'A line ends without a comma or a semicolon', title: 'leave it out' },
  module: { message: 'A name stands without its module', title: 'leave the module out' },
  nameColon: { message: 'A name is followed by =, not by :', title: 'write =' },
  on: { message: 'Between the model and its data stands on', title: 'write on' },
  pythonImport: { message: 'Layers need no import; an import names a .nn file in quotes', title: 'remove it' },
  quotedSource: { message: 'A data source stands without quotes', title: 'leave them out' },
  word: { message: 'true, false and none are written small', title: 'write it small' },
} as const satisfies Readonly<Record<string, Spelling>>;
