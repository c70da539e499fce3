import type {
  DataAnswer,
  DataProgressMessage,
  DataQuestion,
  DataSubject,
  ToDataProcess,
} from '../../protocol/dataMessages';
import { fromDataProcessSchema } from '../../protocol/dataMessageSchema';
import { createQuestionProcess, type AskedQuestion } from '../inspect/questionProcess';

export interface DataViewer {
  /** The answer rejects with an InspectFailure. */
  ask(
    subject: DataSubject,
    question: DataQuestion,
    onProgress?: (progress: DataProgressMessage) => void,
  ): AskedQuestion<DataAnswer>;
  /** Gives up a question by its number; a download keeps what has come. */
  cancel(id: number): void;
  dispose(): void;
}

/**
 * @param script the bundle of the engine process, `dist/engine.js`
 * @param onLog what the process prints
 */
export function createDataViewer(script: string, onLog: (text: string) => void): DataViewer {
  const viewer = createQuestionProcess<ToDataProcess, DataAnswer, DataProgressMessage>({
    script,
    mode: 'data',
    schema: fromDataProcessSchema,
    ended: 'The process that reads the data has ended',
    onLog,
  });
  return {
    ask: (subject, question, onProgress) => viewer.ask((id) => ({ type: 'ask', id, subject, question }), onProgress),
    cancel: (id) => viewer.tell({ type: 'cancel', id }),
    dispose: () => viewer.dispose(),
  };
}
