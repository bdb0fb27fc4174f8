import type { Answer, Measured, Pick, Shape } from '../../data/answer.ts';

/** What every drawing of an answer is given. */
export interface DrawingProps {
  readonly answer: Answer;
  readonly shape: Shape;
  /** The measure that is drawn. */
  readonly measured: Measured;
  readonly onPick: (pick: Pick) => void;
}
