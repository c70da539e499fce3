/** Turns the sums of a metric into the number that is logged. */
export type MetricFinisher = (sums: ArrayLike<number>) => number;

/** Keras's backend.epsilon(), in the divisions where Keras has it. */
const epsilon = 1e-7;

/** The number of a metric from its sums over all batches; 0 where nothing was counted, as in Keras. */
export function finishMetric(finish: string, sums: ArrayLike<number>): number {
  const finisher = finishers.get(finish);
  if (finisher === undefined) throw new Error(`there is no finisher ${finish}`);
  return finisher(sums);
}

const mean: MetricFinisher = (sums) => share(sums[0] ?? 0, sums[1] ?? 0);

const meanF1: MetricFinisher = (sums) => average(f1ByClass(sums));

const weightedF1: MetricFinisher = (sums) => {
  const classes = sums.length / 3;
  const weights = Array.from({ length: classes }, (_, at) => (sums[at] ?? 0) + (sums[at + 2 * classes] ?? 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0) + epsilon;
  return f1ByClass(sums).reduce((sum, score, at) => sum + (score * (weights[at] ?? 0)) / total, 0);
};

const meanIoU: MetricFinisher = (sums) => {
  const classes = Math.round(Math.sqrt(sums.length));
  const at = (row: number, column: number): number => sums[row * classes + column] ?? 0;
  const range = Array.from({ length: classes }, (_, index) => index);
  const unions = range.map((k) => range.reduce((sum, j) => sum + at(k, j) + at(j, k), 0) - at(k, k));
  const valid = range.filter((k) => (unions[k] ?? 0) > 1e-9);
  const total = valid.reduce((sum, k) => sum + at(k, k) / ((unions[k] ?? 0) + epsilon), 0);
  return total / (valid.length + epsilon);
};

/** Trapezoids between the points of the ROC curve. */
const rocArea: MetricFinisher = (sums) => {
  const { positives, negatives, truePositives, falsePositives } = curve(sums);
  const recall = truePositives.map((count) => share(count, positives));
  const fallOut = falsePositives.map((count) => share(count, negatives));
  return recall.slice(1).reduce((area, next, at) => {
    const width = (fallOut[at] ?? 0) - (fallOut[at + 1] ?? 0);
    return area + (width * ((recall[at] ?? 0) + next)) / 2;
  }, 0);
};

/** The precision-recall curve interpolated as Davis and Goadrich (2006), like keras.metrics.AUC(curve="PR"). */
const prArea: MetricFinisher = (sums) => {
  const { positives, truePositives, falsePositives } = curve(sums);
  const predicted = truePositives.map((count, at) => count + (falsePositives[at] ?? 0));
  return truePositives.slice(1).reduce((area, next, at) => {
    const [before, after] = [predicted[at] ?? 0, predicted[at + 1] ?? 0];
    const found = (truePositives[at] ?? 0) - next;
    const slope = share(found, Math.max(before - after, 0));
    const ratio = before > 0 && after > 0 ? before / after : 1;
    return area + share(slope * (found + (next - slope * after) * Math.log(ratio)), positives);
  }, 0);
};

const finishers: ReadonlyMap<string, MetricFinisher> = new Map([
  ['mean', mean],
  ['root_mean', (sums: ArrayLike<number>) => Math.sqrt(mean(sums))],
  ['f1_mean', meanF1],
  ['f1_weighted', weightedF1],
  ['mean_iou', meanIoU],
  ['auc_roc', rocArea],
  ['auc_pr', prArea],
]);

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function average(values: readonly number[]): number {
  return share(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}

function f1ByClass(sums: ArrayLike<number>): readonly number[] {
  const classes = sums.length / 3;
  return Array.from({ length: classes }, (_, at) => {
    const [right, wrong, missed] = [sums[at] ?? 0, sums[at + classes] ?? 0, sums[at + 2 * classes] ?? 0];
    const precision = right / (right + wrong + epsilon);
    const recall = right / (right + missed + epsilon);
    return (2 * precision * recall) / (precision + recall + epsilon);
  });
}

function curve(sums: ArrayLike<number>): {
  truePositives: number[];
  falsePositives: number[];
  positives: number;
  negatives: number;
} {
  const all = Array.from(sums);
  const count = (all.length - 2) / 2;
  return {
    truePositives: all.slice(0, count),
    falsePositives: all.slice(count, 2 * count),
    positives: all[2 * count] ?? 0,
    negatives: all[2 * count + 1] ?? 0,
  };
}
