import type { Tensor } from '../../engine/backend';
import type { DocumentAnalysis, ModelAnalysis, TrainAnalysis } from '../../language/model/graph';

/** One format to write a model in. */
export interface ExportTarget {
  /** As `--to` takes it. */
  readonly name: string;
  /** For people: `Keras 3 script`. */
  readonly title: string;
  /** Of the file, with its dot; a folder has none. */
  readonly extension: string;
  /** What it does with weights: cannot be without them, takes those it is given, or knows none. */
  readonly weights: 'needed' | 'taken' | 'none';
  write(request: ExportRequest): Promise<readonly ExportedFile[]>;
}

export interface ExportRequest {
  readonly analysis: DocumentAnalysis;
  readonly model: ModelAnalysis;
  /** Where a set-up was asked for. */
  readonly train: TrainAnalysis | undefined;
  /** By path and weight: `trunk/Conv2D/kernel`. */
  readonly weights: ReadonlyMap<string, Tensor> | undefined;
  /** The name of the `.nn` file. */
  readonly file: string;
  /** The name of what is written, without its extension: files beside it are named after it. */
  readonly name: string;
}

export interface ExportedFile {
  /** Added to the name: `.py`, `/model.json`. */
  readonly suffix: string;
  readonly content: string | Uint8Array;
}
