// How a face is found, framed, eased and drawn: the constants of the Python modules, handed over by
// pages/camera/rules.py when the worker starts, so that no number of theirs is written twice.

export const rules = {};

export function setRules(values) {
  Object.assign(rules, values);
}
