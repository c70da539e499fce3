import { workspace, type Uri } from 'vscode';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';

/** The settings that go into a request: which engine, and where data are. */
export function engineSettings(resource: Uri): Pick<EngineRequest, 'engine' | 'dataFolders'> {
  const settings = workspace.getConfiguration('shapewright', resource);
  const wanted = settings.get<unknown>('engine');
  const folders = settings.get<unknown>('data.folders');
  return {
    engine: wanted === 'native' || wanted === 'wasm' ? wanted : 'auto',
    dataFolders: Object.fromEntries(
      Object.entries(typeof folders === 'object' && folders !== null ? folders : {}).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
      ),
    ),
  };
}
