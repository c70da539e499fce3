import type { DataSourceDefinition } from './dataSource';
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

/** All sources that a `data` declaration can name. */
export const dataSources: readonly DataSourceDefinition[] = [
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

const byName: ReadonlyMap<string, DataSourceDefinition> = new Map(dataSources.map((source) => [source.name, source]));

export function findSource(name: string): DataSourceDefinition | undefined {
  return byName.get(name);
}
