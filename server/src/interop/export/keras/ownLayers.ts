import type { LayerDefinition } from '../../../language/layers/definition';

/** A layer that Keras has not, as a class of the script under the language's name. */
export interface OwnLayer {
  readonly name: string;
  readonly source: string;
}

/** The class for layers that Keras has not: reductions, which are operations there, L2 pooling, and ConvNeXt's scale. */
export function ownLayer(layer: LayerDefinition): OwnLayer | undefined {
  if (layer.category === 'reduction') return { name: layer.name, source: reductionSource(layer.name) };
  if (layer.windowOperation === 'l2') return { name: layer.name, source: l2PoolSource(layer.name) };
  return layer.name === 'LayerScale' ? { name: layer.name, source: layerScaleSource } : undefined;
}

function reductionSource(name: string): string {
  const operation = name.replace('Reduce', '').toLowerCase();
  return `
@keras.saving.register_keras_serializable("shapewright")
class ${name}(layers.Layer):
    """keras.ops.${operation} as a layer; without an axis over all but the batch."""

    def __init__(self, axis=None, keepdims=False, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis
        self.keepdims = keepdims

    def call(self, x):
        axis = tuple(range(1, len(x.shape))) if self.axis is None else self.axis
        return keras.ops.${operation}(x, axis=axis, keepdims=self.keepdims)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis, "keepdims": self.keepdims}
`;
}

/** Keras keeps it inside its application ConvNeXt. */
const layerScaleSource = `
@keras.saving.register_keras_serializable("shapewright")
class LayerScale(layers.Layer):
    """Multiplies each channel by a learned factor that starts near zero."""

    def __init__(self, init_values=1e-6, projection_dim=None, **kwargs):
        super().__init__(**kwargs)
        self.init_values = init_values
        self.projection_dim = projection_dim

    def build(self, shape):
        start = keras.initializers.Constant(self.init_values)
        self.gamma = self.add_weight(name="gamma", shape=(shape[-1],), initializer=start)

    def call(self, x):
        return x * self.gamma

    def get_config(self):
        return {
            **super().get_config(),
            "init_values": self.init_values,
            "projection_dim": self.projection_dim,
        }
`;

/** Keras's average over padded edges counts only what is inside, so that the padding is put on by hand. */
function l2PoolSource(name: string): string {
  const rank = /(\d)D$/.exec(name)?.[1] ?? '2';
  return `
@keras.saving.register_keras_serializable("shapewright")
class ${name}(layers.Layer):
    """The square root of the sum of squares of each window, channel by channel."""

    def __init__(self, pool_size=2, strides=None, padding="valid", **kwargs):
        super().__init__(**kwargs)
        self.pool_size = (pool_size,) * ${rank} if isinstance(pool_size, int) else tuple(pool_size)
        strides = self.pool_size if strides is None else strides
        self.strides = (strides,) * ${rank} if isinstance(strides, int) else tuple(strides)
        self.padding = padding

    def call(self, x):
        squares = keras.ops.square(x)
        if self.padding == "same":
            margins = [(0, 0)]
            for size, pool, stride in zip(x.shape[1:-1], self.pool_size, self.strides):
                missing = max((-(-size // stride) - 1) * stride + pool - size, 0)
                margins.append((missing // 2, missing - missing // 2))
            squares = keras.ops.pad(squares, margins + [(0, 0)])
        means = keras.ops.average_pool(squares, self.pool_size, self.strides, padding="valid")
        count = 1
        for pool in self.pool_size:
            count *= pool
        return keras.ops.sqrt(means * count)

    def get_config(self):
        return {
            **super().get_config(),
            "pool_size": self.pool_size,
            "strides": self.strides,
            "padding": self.padding,
        }
`;
}
