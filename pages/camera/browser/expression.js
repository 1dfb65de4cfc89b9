// What is said of a face, as core/expression.py: it changes seldom, and soon after a real change.

import { rules } from "./rules.js";

export function firstExpression(probabilities, t, minConfidence) {
  const said = leader(probabilities, minConfidence);
  return { said, scores: probabilities, seenAt: t, changedAt: t - rules.restS, ledAt: t };
}

export function nextExpression(old, probabilities, t, minConfidence) {
  const scores = ease(old.scores, probabilities, t - old.seenAt, rules.scoresS);
  const leads = leader(scores, minConfidence);
  if (leads === old.said) return { ...old, scores, seenAt: t, ledAt: t };
  if (t - old.ledAt < rules.patienceS || t - old.changedAt < rules.restS) {
    return { ...old, scores, seenAt: t };
  }
  return { said: leads, scores, seenAt: t, changedAt: t, ledAt: t };
}

// From `old` toward `now`, covering 63 % of the gap every `tau` seconds; 0 jumps.
export function ease(old, now, dt, tau) {
  if (tau === 0) return now;
  const share = Math.exp(-dt / tau);
  return now.map((value, i) => value + (old[i] - value) * share);
}

function leader(scores, minConfidence) {
  const most = Math.max(...scores);
  return most >= minConfidence ? rules.labels[scores.indexOf(most)] : rules.notSure;
}
