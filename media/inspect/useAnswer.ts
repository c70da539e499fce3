import { createContext } from 'preact';
import { useContext, useRef } from 'preact/hooks';
import type { InspectAnswer, InspectQuestion } from '../../server/src/protocol/inspectMessages';
import type { RunError } from '../../server/src/protocol/runEvents';
import type { Questions } from './questions';

export const QuestionsContext = createContext<Questions | undefined>(undefined);

export interface Asked<Answer> {
  /** While a new answer is awaited, the last one about the same layer: a picture changes, it does not flicker. */
  readonly answer: Answer | undefined;
  readonly error: RunError | undefined;
  readonly waiting: boolean;
}

type AnswerTo<Question extends InspectQuestion> = Extract<InspectAnswer, { kind: Question['kind'] }>;

/** Asks the host; draws again when the answer is there. Undefined asks nothing. */
export function useAnswer<Question extends InspectQuestion>(question: Question | undefined): Asked<AnswerTo<Question>> {
  const questions = useContext(QuestionsContext);
  const last = useRef<{ readonly about: string; readonly answer: AnswerTo<Question> } | undefined>(undefined);
  if (questions === undefined || question === undefined) return { answer: undefined, error: undefined, waiting: false };
  const about = `${question.kind} ${'path' in question ? question.path : ''}`;
  const entry = questions.ask(question);
  if (entry.state === 'answered' && isAnswerTo(question, entry.answer)) {
    last.current = { about, answer: entry.answer };
    return { answer: entry.answer, error: undefined, waiting: false };
  }
  if (last.current?.about !== about) last.current = undefined;
  const error = entry.state === 'failed' ? entry.error : undefined;
  return { answer: error === undefined ? last.current?.answer : undefined, error, waiting: entry.state === 'waiting' };
}

function isAnswerTo<Question extends InspectQuestion>(
  question: Question,
  answer: InspectAnswer,
): answer is AnswerTo<Question> {
  return answer.kind === question.kind;
}
