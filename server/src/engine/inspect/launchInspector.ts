import type { InspectAnswer, InspectQuestion, InspectSubject, ToInspector } from '../../protocol/inspectMessages';
import { fromInspectorSchema } from '../../protocol/inspectMessageSchema';
import { createQuestionProcess } from './questionProcess';

export interface Inspector {
  /** Rejects with an InspectFailure. */
  ask(subject: InspectSubject, question: InspectQuestion): Promise<InspectAnswer>;
  dispose(): void;
}

/**
 * @param script the bundle of the engine process, `dist/engine.js`
 * @param onLog what the process prints
 */
export function createInspector(script: string, onLog: (text: string) => void): Inspector {
  const inspector = createQuestionProcess<ToInspector, InspectAnswer>({
    script,
    mode: 'inspect',
    schema: fromInspectorSchema,
    ended: 'The process that looks into the model has ended',
    onLog,
  });
  return {
    ask: (subject, question) => inspector.ask((id) => ({ id, subject, question })).answer,
    dispose: () => inspector.dispose(),
  };
}
