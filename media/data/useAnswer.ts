import type { DataAnswer, DataQuestion } from '../../server/src/protocol/dataMessages';
import { createAnswers } from '../shared/answers';

export const { QuestionsContext, useAnswer } = createAnswers<DataQuestion, DataAnswer>(({ kind }) => kind);
