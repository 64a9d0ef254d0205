import type { ExplanationStep, StoredExplanation, StoredStep } from './events.js';

/** The steps of a claim as its event keeps them. */
export function storedExplanation(steps: readonly ExplanationStep[]): StoredExplanation {
  const sources: string[] = [];
  const placeOf = (source: string | null): number | null => {
    if (source === null) return null;
    const known = sources.indexOf(source);
    return known < 0 ? sources.push(source) - 1 : known;
  };
  const stored = steps.map((step): StoredStep => [
    step.name,
    step.amount,
    step.formula,
    step.policyValue,
    placeOf(step.source),
    step.rule,
  ]);
  return { sources, steps: stored };
}

/** The same steps, each with its source again. */
export const toldSteps = ({ sources, steps }: StoredExplanation): readonly ExplanationStep[] =>
  steps.map(([name, amount, formula, policyValue, source, rule]) => ({
    ...{ name, amount, formula, policyValue },
    source: source === null ? null : (sources[source] ?? null),
    rule,
  }));
