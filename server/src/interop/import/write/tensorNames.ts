import { layerRegistry } from '../../../language/layers/registry';
import { activations } from '../../../language/layers/functions/activations';
import { plainName } from './spell';

/** Hands out the names of tensors of one body, each once. */
export class TensorNames {
  private readonly taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.taken = new Set(taken);
  }

  take(wanted: string): string {
    const plain = plainName(wanted);
    // A tensor that is called like a layer or a function would be read as one.
    const isWord = layerRegistry.get(plain) !== undefined || activations.get(plain) !== undefined;
    const base = isWord ? `${plain}_out` : plain;
    let name = base;
    for (let number = 2; this.taken.has(name); number += 1) name = `${base}_${number}`;
    this.taken.add(name);
    return name;
  }
}
