import type { GraphPicture, PicturePlace } from '../../../server/src/language/graph/graphPicture';
import type { GraphTarget, ToGraphPanel } from '../../../server/src/protocol/graphMessages';
import type { GraphResult } from '../../../server/src/protocol/graphRequest';

/**
 * What a graph panel is sent of a model: an unsound text never clears the picture, the last sound one stays,
 * marked stale, with the errors at the layers that it still has.
 */
export class GraphFeed {
  #sound: GraphPicture | undefined;
  #message: Extract<ToGraphPanel, { readonly type: 'graph' }>;

  constructor(private readonly target: GraphTarget | undefined) {
    this.#message = { type: 'graph', stale: false, ...(target === undefined ? {} : { target }) };
  }

  /** The last message, for a page that has just been loaded. */
  get message(): ToGraphPanel {
    return this.#message;
  }

  get hasPicture(): boolean {
    return this.#message.picture !== undefined;
  }

  /** Takes an answer of the language server; null where the document has no such model any more. */
  take(result: GraphResult): ToGraphPanel {
    if (result?.sound === true) this.#sound = result.picture;
    const picture = result?.sound === false ? this.#withProblems(result.picture) : this.#sound;
    this.#message = {
      type: 'graph',
      stale: this.#sound !== undefined && result?.sound !== true,
      ...(this.target === undefined ? {} : { target: this.target }),
      ...(picture === undefined ? {} : { picture }),
      ...(result?.problem === undefined ? {} : { problem: result.problem }),
    };
    return this.#message;
  }

  /** The place of a layer or block of the picture that the panel has. */
  placeOf(id: string): PicturePlace | undefined {
    const { picture } = this.#message;
    return (
      picture?.layers.find((layer) => layer.id === id)?.place ?? picture?.blocks.find((block) => block.id === id)?.place
    );
  }

  get problem(): PicturePlace | undefined {
    return this.#message.problem;
  }

  #withProblems(present: GraphPicture): GraphPicture {
    if (this.#sound === undefined) return present;
    const problems = new Map(present.layers.map(({ id, problem }) => [id, problem]));
    return {
      ...this.#sound,
      layers: this.#sound.layers.map((layer) => {
        const problem = problems.get(layer.id);
        return problem === undefined ? layer : { ...layer, problem };
      }),
    };
  }
}
