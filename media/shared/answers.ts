import { createContext, type Context } from 'preact';
import { useContext, useRef } from 'preact/hooks';
import type { RunError } from '../../server/src/protocol/runEvents';
import type { Questions } from './questions';

interface Kind {
  readonly kind: string;
}

export interface Asked<Answer> {
  /** While a new answer is awaited, the last one about the same thing: a picture changes, it does not flicker. */
  readonly answer: Answer | undefined;
  readonly error: RunError | undefined;
  readonly waiting: boolean;
}

export interface Answers<Question extends Kind, Answer extends Kind> {
  readonly QuestionsContext: Context<Questions<Question, Answer> | undefined>;
  /** Asks the host; draws again when the answer is there. Undefined asks nothing. */
  readonly useAnswer: <Asking extends Question>(
    question: Asking | undefined,
  ) => Asked<Extract<Answer, { kind: Asking['kind'] }>>;
}

/** The hook of a panel that asks questions. `about` is the same text for questions about one thing. */
export function createAnswers<Question extends Kind, Answer extends Kind>(
  about: (question: Question) => string,
): Answers<Question, Answer> {
  const QuestionsContext = createContext<Questions<Question, Answer> | undefined>(undefined);
  return {
    QuestionsContext,
    useAnswer: <Asking extends Question>(question: Asking | undefined) => {
      type Wanted = Extract<Answer, { kind: Asking['kind'] }>;
      const questions = useContext(QuestionsContext);
      const last = useRef<{ readonly about: string; readonly answer: Wanted } | undefined>(undefined);
      if (questions === undefined || question === undefined)
        return { answer: undefined, error: undefined, waiting: false };
      const isWanted = (answer: Answer): answer is Wanted => answer.kind === question.kind;
      const entry = questions.ask(question);
      const key = about(question);
      if (entry.state === 'answered' && isWanted(entry.answer)) {
        last.current = { about: key, answer: entry.answer };
        return { answer: entry.answer, error: undefined, waiting: false };
      }
      if (last.current?.about !== key) last.current = undefined;
      const error = entry.state === 'failed' ? entry.error : undefined;
      return {
        answer: error === undefined ? last.current?.answer : undefined,
        error,
        waiting: entry.state === 'waiting',
      };
    },
  };
}
