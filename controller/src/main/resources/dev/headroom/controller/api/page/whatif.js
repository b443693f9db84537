export function whatIf() {}
