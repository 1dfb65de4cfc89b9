// How a face is found, framed, eased and drawn: the constants of the Python modules, handed over by
// pages/camera/rules.py when the worker starts, so that no number of theirs is written twice.

export const rules = {};

export function setRules(values) {
  // What may be said of a face: the expressions, until a visitor's own classes are named with them.
  Object.assign(rules, { labels: values.emotions ?? rules.labels }, values);
}
