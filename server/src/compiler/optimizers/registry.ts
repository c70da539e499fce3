import { Adadelta } from './Adadelta';
import { Adagrad } from './Adagrad';
import { Adam } from './Adam';
import { AdamW } from './AdamW';
import { Adamax } from './Adamax';
import { Lion } from './Lion';
import { Nadam } from './Nadam';
import { RMSprop } from './RMSprop';
import { SGD } from './SGD';
import type { OptimizerDefinition } from './definition';

/** Every optimizer of the language's catalogue. */
export const optimizerDefinitions: readonly OptimizerDefinition[] = [
  SGD,
  RMSprop,
  Adam,
  AdamW,
  Nadam,
  Adamax,
  Adagrad,
  Adadelta,
  Lion,
];

/** The optimizer of a name; throws where there is none. */
export function optimizerNamed(name: string): OptimizerDefinition {
  const definition = optimizerDefinitions.find((optimizer) => optimizer.name === name);
  if (definition === undefined) throw new Error(`there is no optimizer ${name}`);
  return definition;
}
