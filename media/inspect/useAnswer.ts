import type { InspectAnswer, InspectQuestion } from '../../server/src/protocol/inspectMessages';
import { createAnswers } from '../shared/answers';

export const { QuestionsContext, useAnswer } = createAnswers<InspectQuestion, InspectAnswer>(
  (question) => `${question.kind} ${'path' in question ? question.path : ''}`,
);
