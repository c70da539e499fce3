import { pick } from './dice';
import { mutate } from './mutate';
import { programs } from './programs';

/** Several programs in one text, as a file grows: declarations of all kinds, some names twice. */
export function workspaceText(random: () => number): string {
  const count = 1 + Math.floor(random() * 3);
  const parts = Array.from({ length: count }, () => pick(programs, random).text);
  const importing = random() < 0.4 ? 'import "features.nn"\n' : '';
  return importing + parts.join('\n');
}

/** One edit as a person makes it: a keystroke, a line, a declaration moved; or damage anywhere. */
export function randomEdit(text: string, random: () => number): string {
  const lines = text.split('\n');
  const at = Math.floor(random() * lines.length);
  const line = lines[at] ?? '';
  const replaced = (...others: readonly string[]): string =>
    [...lines.slice(0, at), ...others, ...lines.slice(at + 1)].join('\n');
  switch (Math.floor(random() * 8)) {
    case 0:
    case 1:
      return mutate(text, random);
    case 2:
      return replaced();
    case 3:
      return replaced(line, pick(newLines, random));
    case 4:
      return replaced(line.replace(/\d+/, String(1 + Math.floor(random() * 40))));
    case 5: {
      const place = Math.floor(random() * (line.length + 1));
      return replaced(line.slice(0, place) + pick(keys, random) + line.slice(place));
    }
    case 6:
      return replaced(line.replace(/[A-Z][A-Za-z0-9]*/, () => pick(names, random)));
    default: {
      const other = Math.floor(random() * lines.length);
      return replaced(line, ...lines.slice(other, other + 1 + Math.floor(random() * 12)));
    }
  }
}

const keys = ['a', '(', ')', '{', '}', ' ', '\n', '"', '-> ', '#', ',', '=', '3', 'x'];
const names = ['Conv2D', 'Dense', 'ConvBN', 'Residual', 'Digits', 'MaxPool2D', 'Add', 'Nothing', '__proto__'];
const newLines = [
  '',
  '  -> Dense(10)',
  '  x = in -> ConvBN(8)',
  'defaults Conv2D { padding: valid }',
  'defaults Dense { kernel_initializer: he_normal }',
  'kernel average = [0.5, 0.5]',
  'block ConvBN(filters) {',
  '}',
  'model Other { input 32x32x3 -> ConvBN(4) -> Flatten -> Dense(2) }',
  'model',
  'data',
  'data digits = mnist -> Rescaling(1/255)',
  'data homes = csv("homes.csv", images=[photo], test=0.2)',
  'train Digits on digits {',
  'import "features.nn"',
  '  assert params < 10k',
  '// a comment',
  '  x = Dense(10)(in)',
  '  input 28, 28 => Dense 10;',
  '  y = x ->',
  '    keras.layers.Dense(units: 3, use_bias=True),',
  'model Other:',
  '  optimizer = optimizers.SGD(0.1) // it',
  'import tensorflow as tf',
];
