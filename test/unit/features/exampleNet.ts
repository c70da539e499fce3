/** A text with a block, defaults, a shared layer and two branches: what most features are shown on. */
export const net = `defaults Conv2D { padding: same }

block Part(size, steps=1) {
  in -> Conv2D(size, 3, strides=steps) -> ReLU
}

model Net {
  layer shared = Dense(4)
  image = input 8x8x1 -> Part(2, steps=2)
  left  = image -> Flatten -> shared
  right = image -> Conv2D(2, 7) -> Flatten -> shared
  output sum = left + right
}
`;
