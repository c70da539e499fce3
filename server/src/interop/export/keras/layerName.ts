/** Keras allows no slash in a layer's name: `trunk/Residual/2` becomes `trunk.Residual.2`. Names hold no dot. */
export function kerasLayerName(path: string): string {
  return path.replaceAll('/', '.');
}
