import type { DataSourceDefinition } from './dataSource';
import { cifar10 } from './sources/cifar10';
import { cifar100 } from './sources/cifar100';
import { fashionMnist } from './sources/fashionMnist';
import { mnist } from './sources/mnist';

/** All sources that a `data` declaration can name. */
export const dataSources: readonly DataSourceDefinition[] = [mnist, fashionMnist, cifar10, cifar100];

const byName: ReadonlyMap<string, DataSourceDefinition> = new Map(dataSources.map((source) => [source.name, source]));

export function findSource(name: string): DataSourceDefinition | undefined {
  return byName.get(name);
}
