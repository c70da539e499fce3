/** The part that we use of the protobuf classes that tfjs-node ships without types. */
declare module '@tensorflow/tfjs-node/dist/proto/api_pb' {
  interface MessageMap<Value> {
    set(key: string, value: Value): void;
  }
  class Dim {
    setSize(size: number): void;
  }
  class TensorShape {
    static readonly Dim: typeof Dim;
    setDimList(dims: readonly Dim[]): void;
  }
  class Tensor {
    setDtype(type: number): void;
    setTensorShape(shape: TensorShape): void;
    setTensorContent(bytes: Uint8Array): void;
  }
  class ListValue {
    setIList(values: readonly number[]): void;
  }
  class AttrValue {
    static readonly ListValue: typeof ListValue;
    setList(list: ListValue): void;
    setS(bytes: Uint8Array): void;
    setI(value: number): void;
    setF(value: number): void;
    setB(value: boolean): void;
    setType(type: number): void;
    setShape(shape: TensorShape): void;
    setTensor(tensor: Tensor): void;
  }
  class NodeDef {
    setName(name: string): void;
    setOp(op: string): void;
    setInputList(inputs: readonly string[]): void;
    getAttrMap(): MessageMap<AttrValue>;
  }
  class VersionDef {
    setProducer(version: number): void;
  }
  class GraphDef {
    setNodeList(nodes: readonly NodeDef[]): void;
    setVersions(version: VersionDef): void;
  }
  class TensorInfo {
    setName(name: string): void;
    setDtype(type: number): void;
    setTensorShape(shape: TensorShape): void;
  }
  class SignatureDef {
    getInputsMap(): MessageMap<TensorInfo>;
    getOutputsMap(): MessageMap<TensorInfo>;
    setMethodName(name: string): void;
  }
  class MetaInfoDef {
    setTagsList(tags: readonly string[]): void;
  }
  class MetaGraphDef {
    static readonly MetaInfoDef: typeof MetaInfoDef;
    setMetaInfoDef(info: MetaInfoDef): void;
    setGraphDef(graph: GraphDef): void;
    getSignatureDefMap(): MessageMap<SignatureDef>;
  }
  interface SavedModel {
    setSavedModelSchemaVersion(version: number): void;
    addMetaGraphs(graph: MetaGraphDef): void;
    serializeBinary(): Uint8Array;
  }
  const messages: {
    readonly AttrValue: typeof AttrValue;
    readonly GraphDef: typeof GraphDef;
    readonly MetaGraphDef: typeof MetaGraphDef;
    readonly NodeDef: typeof NodeDef;
    readonly SavedModel: new () => SavedModel;
    readonly SignatureDef: typeof SignatureDef;
    readonly Tensor: typeof Tensor;
    readonly TensorInfo: typeof TensorInfo;
    readonly TensorShape: typeof TensorShape;
    readonly VersionDef: typeof VersionDef;
  };
  export type { AttrValue, NodeDef, TensorInfo };
  export default messages;
}
