import { Fragment, type ComponentChild, type VNode } from 'preact';

/** A translated sentence whose places `{0}`, `{1}`, … are taken by elements, in the order of its language. */
export function richText(sentence: string, ...parts: readonly ComponentChild[]): VNode {
  const pieces = sentence
    .split(/\{(\d)\}/)
    .map((piece, index) => <Fragment key={index}>{index % 2 === 0 ? piece : parts[Number(piece)]}</Fragment>);
  return <>{pieces}</>;
}
