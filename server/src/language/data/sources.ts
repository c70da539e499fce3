import type { SourceDefinition } from './sourceDefinition';
import { cifar10 } from './sources/cifar10';
import { cifar100 } from './sources/cifar100';
import { csv } from './sources/csv';
import { fashionMnist } from './sources/fashionMnist';
import { idx } from './sources/idx';
import { images } from './sources/images';
import { mnist } from './sources/mnist';
import { npy } from './sources/npy';
import { npz } from './sources/npz';
import { sample } from './sources/sample';
import { shapes } from './sources/shapes';

/** Every data source of the language. */
export const sources: readonly SourceDefinition[] = [
  mnist,
  fashionMnist,
  cifar10,
  cifar100,
  images,
  csv,
  npz,
  npy,
  idx,
  sample,
  ...shapes,
];

const byName = new Map(sources.map((source) => [source.name, source]));

/** A source by its dotted name. */
export function findSource(name: string): SourceDefinition | undefined {
  return byName.get(name);
}
