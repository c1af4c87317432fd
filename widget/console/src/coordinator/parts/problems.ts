// What the server said of a field, in words for a coordinator.

import { ApiProblem, inWords } from '../../api.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';

const words: Readonly<Record<string, string>> = tc.problems;

/** The words of an error: those for its field if there are some, else those of its code. */
export function problemInWords(error: unknown): string {
  if (error instanceof ApiProblem && error.field !== undefined) {
    const special = words[`${leaf(error.field)}.${error.code}`];
    if (special) return special;
    const name = tc.fieldNames[leaf(error.field) as keyof typeof tc.fieldNames];
    if (name) return tc.save.atField(name, inWords(error));
  }
  return inWords(error);
}

/** The words of an error for the field's own line, if it is about that field or a part of it. */
export function atField(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiProblem) || error.field === undefined) return undefined;
  if (error.field !== field && !error.field.startsWith(`${field}.`) && !error.field.startsWith(`${field}[`)) {
    return undefined;
  }
  return words[`${leaf(error.field)}.${error.code}`] ?? words[`${field}.${error.code}`] ?? inWords(error);
}

/** The name of a field without its place in a list: `weekly[2].closes` → `weekly`. */
function leaf(field: string): string {
  return field.split(/[.[]/)[0] ?? field;
}
