import type { DataDescription, DataRequest } from '../../language/data/description';
import type { SourceDefinition } from '../../language/data/sourceDefinition';

/** The description of a source that the language knows by itself. */
export async function describeBuiltIn(definition: SourceDefinition, request: DataRequest): Promise<DataDescription> {
  if (definition.describe === undefined)
    throw new RangeError(`the language does not describe ${definition.name} by itself`);
  return definition.describe(request);
}
