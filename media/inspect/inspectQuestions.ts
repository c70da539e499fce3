import type { InspectAnswer, InspectQuestion } from '../../server/src/protocol/inspectMessages';
import type { Questions } from '../shared/questions';

export type InspectQuestions = Questions<InspectQuestion, InspectAnswer>;
