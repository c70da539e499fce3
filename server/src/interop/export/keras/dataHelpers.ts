import type { PythonScript } from '../python/pythonScript';

/** Functions that scripts with data of some kind share; `use` writes one, with what it needs. */
export type DataHelper =
  'split_examples' | 'read_table' | 'fill_gaps' | 'windows' | 'image_files' | 'read_image' | 'read_idx' | 'batches';

export function useHelper(script: PythonScript, name: DataHelper): void {
  const { imports, source, needs = [] } = helpers[name];
  for (const other of needs) useHelper(script, other);
  for (const line of imports) script.import(line);
  script.define(name, source);
}

interface Helper {
  readonly imports: readonly string[];
  readonly needs?: readonly DataHelper[];
  readonly source: string;
}

const helpers: { readonly [name in DataHelper]: Helper } = {
  split_examples: {
    imports: ['import numpy as np'],
    source: `
def split_examples(parts, share, seed, labels=None):
    """Keeps a share of the examples for testing, of each class alike where there are classes.

    Shapewright draws from another generator: the sizes are the same, the examples are not.
    """
    count = len(next(iter(parts.values())))
    tested = count - int(count * (1 - share))
    order = np.random.default_rng(seed).permutation(count)
    if labels is not None:
        # Every class gives its part; places within the classes, as shares, decide who is tested.
        rank = np.empty(count)
        for label in np.unique(labels):
            members = order[labels[order] == label]
            rank[members] = (np.arange(len(members)) + 0.5) / len(members)
        order = order[np.argsort(rank[order], kind="stable")]
    train, test = np.sort(order[tested:]), np.sort(order[:tested])
    return (
        {name: values[train] for name, values in parts.items()},
        {name: values[test] for name, values in parts.items()},
    )
`,
  },
  read_table: {
    imports: ['import csv'],
    source: `
def read_table(file):
    """The columns of a text file by name, as texts; lines with fewer cells before the names are a heading."""
    with open(file, newline="", encoding="utf-8-sig") as lines:
        text = lines.read()
    delimiter = max(",;\\t", key=text.count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=delimiter) if row]
    widths = [len(row) for row in rows]
    width = max(set(widths), key=widths.count)
    rows = [row for row in rows if len(row) == width]
    names = [name.split(": (")[0] for name in rows[0]]
    return {name: [row[place] for row in rows[1:]] for place, name in enumerate(names)}
`,
  },
  fill_gaps: {
    imports: ['import numpy as np'],
    source: `
def fill_gaps(columns, gaps):
    """Columns of numbers by name; \`gaps\` is error, interpolate, drop or zero."""

    def number(cell):
        if cell.lower() in ("", "na", "n/a", "nan", "null", "none", "-", "?"):
            return np.nan
        return 0.5 if cell in ("<1", "< 1") else float(cell)

    filled = {name: np.array([number(cell) for cell in cells]) for name, cells in columns.items()}
    missing = {name: np.isnan(values) for name, values in filled.items()}
    if gaps == "error" and any(rows.any() for rows in missing.values()):
        raise ValueError("values are missing: " + ", ".join(name for name, rows in missing.items() if rows.any()))
    for name, values in filled.items():
        if gaps == "zero":
            values[missing[name]] = 0
        elif gaps == "interpolate" and missing[name].any():
            places = np.arange(len(values))
            known = ~missing[name]
            values[missing[name]] = np.interp(places[missing[name]], places[known], values[known])
    kept = ~np.any(list(missing.values()), axis=0) if gaps == "drop" else slice(None)
    return {name: values[kept].astype("float32") for name, values in filled.items()}
`,
  },
  windows: {
    imports: ['import numpy as np'],
    source: `
def windows(series, length, horizon, stride):
    """Examples of \`length\` rows of a series, and of the \`horizon\` rows behind each."""
    count = max(0, (len(series) - length - horizon) // stride + 1)
    starts = np.arange(count) * stride
    seen = np.stack([series[start : start + length] for start in starts])
    foreseen = np.stack([series[start + length : start + length + horizon] for start in starts])
    return seen, foreseen[..., 0] if series.shape[1] == 1 else foreseen
`,
  },
  image_files: {
    imports: ['from pathlib import Path'],
    source: `
def image_files(folder):
    """The images below a folder, in the order of their names."""
    return sorted(file for file in Path(folder).rglob("*") if file.suffix.lower() in (".jpg", ".jpeg", ".png"))
`,
  },
  read_image: {
    imports: ['import keras', 'import numpy as np'],
    source: `
def read_image(file, color_mode, steps=()):
    """One image, height x width x channels, through steps that make all images one size."""
    image = keras.utils.img_to_array(keras.utils.load_img(file, color_mode=color_mode))
    for step in steps:
        image = np.asarray(step(image[np.newaxis]))[0]
    return image
`,
  },
  read_idx: {
    imports: ['import gzip', 'import numpy as np'],
    source: `
def read_idx(file):
    """An array in MNIST's format, plain or gzip."""
    with open(file, "rb") as stream:
        content = stream.read()
    if content[:2] == b"\\x1f\\x8b":
        content = gzip.decompress(content)
    axes = content[3]
    shape = [int.from_bytes(content[4 + 4 * axis : 8 + 4 * axis], "big") for axis in range(axes)]
    return np.frombuffer(content, "uint8", offset=4 + 4 * axes).reshape(shape)
`,
  },
  batches: {
    imports: ['import tensorflow as tf'],
    source: `
def batches(parts, prepare, feed, batch_size, seed=None, training=False):
    """Batches of (inputs, targets), mixed anew at each epoch where a seed is given."""
    data = tf.data.Dataset.from_tensor_slices(parts)
    if seed is not None:
        data = data.shuffle(len(next(iter(parts.values()))), seed=seed, reshuffle_each_iteration=True)
    data = data.batch(batch_size).map(lambda batch: feed(prepare(batch, training)))
    return data.prefetch(tf.data.AUTOTUNE)
`,
  },
};
