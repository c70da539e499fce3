/** A file that cannot be read as a model: the reason, the place in the file, and the next step. */
export class ImportProblem extends Error {
  readonly reason: string;
  readonly place: string;
  readonly nextStep: string;

  constructor(reason: string, place: string, nextStep: string) {
    super(place === '' ? `${reason}. ${nextStep}` : `${place}: ${reason}. ${nextStep}`);
    this.name = 'ImportProblem';
    this.reason = reason;
    this.place = place;
    this.nextStep = nextStep;
  }
}
